import { describe, expect, it } from '@jest/globals';

import { normaliseForSpeech } from '../normalise-for-speech.js';

const ROWS = [
  [
    '## Summary\n\nWe covered **3 topics** today: A, B, and C.',
    'Summary. We covered three topics today: A, B, and C.',
  ],
  [
    '#blessed #MondayMotivation @jane_doe',
    'hashtag blessed hashtag Monday Motivation at jane underscore doe',
  ],
  ['**Note:** this is *important*!', 'Note: this is important!'],
  [
    '1. Preheat oven.\n2. Mix flour & sugar.\n3. Bake for 20 min.',
    'one. Preheat oven. two. Mix flour and sugar. three. Bake for twenty minutes.',
  ],
  ['5 + 3 - 2 × 4 / 2 = ?', 'five plus three minus two times four over two equals?'],
  [
    'A 3-2-1 backup: 3 copies, 2 media, 1 offsite.',
    'A three, two, one backup: three copies, two media, one offsite.',
  ],
  [
    'Add 1/2 tsp. salt, 2 tbsp oil and 1¼ cups (150 g) flour.',
    'Add one half teaspoon salt, two tablespoons oil and one and a quarter cups, one hundred fifty grams, flour.',
  ],
  ['Add 10% of $50 = $5.', 'Add ten percent of fifty dollars equals five dollars.'],
  [
    "Apple's Q3 2024 revenue was $85.8B, up 5% YoY.",
    "Apple's Q three twenty twenty-four revenue was eighty-five point eight billion dollars, up five percent YoY.",
  ],
  [
    'Between 1914-18, over 9 million soldiers died.',
    'Between nineteen fourteen to eighteen, over nine million soldiers died.',
  ],
  [
    'COVID-19 cases rose by 10,000 in 24 hrs.',
    'COVID nineteen cases rose by ten thousand in twenty-four hours.',
  ],
  [
    'Call me at 555-123-4567 or email me at jane_doe@mail.example.org!',
    'Call me at five five five, one two three, four five six seven or email me at jane underscore doe at mail dot example dot org!',
  ],
  [
    'Check README.md, then edit src/app/main.ts.',
    'Check README dot md, then edit src slash app slash main dot ts.',
  ],
  [
    'Dial *67 before the number, then press #.',
    'Dial star sixty-seven before the number, then press pound.',
  ],
  [
    'Download speeds hit 940 Mbps, i.e. ~117 MB/s.',
    'Download speeds hit nine hundred forty megabits per second, that is about one hundred seventeen megabytes per second.',
  ],
  [
    'E = mc² and a² + b² = c². f(x) = 2x + 1. √16 = 4. x ≥ 5, y ≠ 3.',
    'E equals mc squared and a squared plus b squared equals c squared. f of x equals two x plus one. square root of sixteen equals four. x greater than or equal to five, y not equal to three.',
  ],
  [
    'Error 0x80070057 in C:\\Windows\\System32.',
    'Error zero x eight zero zero seven zero zero five seven in C colon backslash Windows backslash System thirty-two.',
  ],
  [
    'Exchange rate: 1 USD = 0.92 EUR; 1 BTC ≈ $67,000.',
    'Exchange rate: one US dollar equals zero point nine two euros; one bitcoin approximately sixty-seven thousand dollars.',
  ],
  [
    "Formula 1's 2023 season: 19 wins out of 22.",
    "Formula one's twenty twenty-three season: nineteen wins out of twenty-two.",
  ],
  [
    'From $9.99/mo to $19.99/month, or $5 per user/month.',
    'From nine dollars and ninety-nine cents per month to nineteen dollars and ninety-nine cents per month, or five dollars per user per month.',
  ],
  [
    'GPT-4o scored 88.7% on MMLU; Llama-3.1-405B got 87.3%.',
    'GPT four o scored eighty-eight point seven percent on MMLU; Llama three point one four hundred five B got eighty-seven point three percent.',
  ],
  ["Great question! 🎉 Here's what I found 👇", "Great question! Here's what I found"],
  [
    'HTTP/1.1 200 OK; a 404 or 5xx means trouble.',
    'HTTP slash one point one two hundred OK; a four oh four or five xx means trouble.',
  ],
  [
    'He lives at 350 5th Ave., Apt. 12B, New York, NY 10118.',
    'He lives at three hundred fifty fifth Avenue, apartment twelve B, New York, NY one zero one one eight.',
  ],
  ['He said, "It\'s 5 o\'clock." Then left.', 'He said, "It\'s five o\'clock." Then left.'],
  [
    'He was born on Dec. 25, 1642 and died in 1727.',
    'He was born on December twenty-fifth, sixteen forty-two and died in seventeen twenty-seven.',
  ],
  [
    "He's 6 ft. 2 in. tall and weighs 190 lbs.",
    "He's six feet two inches tall and weighs one hundred ninety pounds.",
  ],
  [
    "Hi! I'm calling about your appointment on Tuesday, March 5th at 2:30 PM. Does that still work?",
    "Hi! I'm calling about your appointment on Tuesday, March fifth at two thirty P-M. Does that still work?",
  ],
  ['Hmm... let me think... okay, got it!', 'Hmm, let me think, okay, got it!'],
  [
    "I weigh 180 lbs and I'm 6'2\" tall.",
    "I weigh one hundred eighty pounds and I'm six foot two tall.",
  ],
  [
    "I'll be there in 5-10 mins. No. I won't.",
    "I'll be there in five to ten minutes. No. I won't.",
  ],
  ["I'll pay 20 bucks, tops. OK? Ok!", "I'll pay twenty bucks, tops. OK? Ok!"],
  [
    "I'm sorry, but your card ending in 0042 was declined. Error code: 51.",
    "I'm sorry, but your card ending in zero zero four two was declined. Error code: fifty-one.",
  ],
  [
    'If a > b and b ≥ c, then a ≥ c.',
    'If a greater than b and b greater than or equal to c, then a greater than or equal to c.',
  ],
  [
    'In 44 BC, Caesar was killed; Rome fell in AD 476.',
    'In forty-four BC, Caesar was killed; Rome fell in AD four seventy-six.',
  ],
  [
    'Invoice INV-2024-0042 is due 2024-06-30.',
    'Invoice INV, two zero two four, zero zero four two is due June thirtieth, twenty twenty-four.',
  ],
  ['It supports JSON, YAML & CSV (UTF-8).', 'It supports JSON, YAML and CSV, UTF eight.'],
  ["It's 50/50: either he's in or he's out.", "It's fifty-fifty: either he's in or he's out."],
  [
    "It's 5:00. It's 12:00 AM. It's 00:30.",
    "It's five o'clock. It's twelve A-M. It's zero thirty.",
  ],
  [
    "It's a win-win; state-of-the-art, 24/7 support.",
    "It's a win-win; state-of-the-art, twenty-four seven support.",
  ],
  [
    "It's about 3.2 million people, i.e. ~1/3 of the population.",
    "It's about three point two million people, that is about one third of the population.",
  ],
  [
    'J. K. Rowling and George R. R. Martin, J.R.R. Tolkien, Plan B. Then go.',
    'J K Rowling and George R R Martin, JRR Tolkien, Plan B. Then go.',
  ],
  [
    'Jr. devs earn $80-100K/yr; Sr. devs $150K+.',
    'Junior devs earn eighty to one hundred thousand dollars per year; Senior devs one hundred fifty thousand dollars plus.',
  ],
  [
    'Lat. 40.7128° N, long. 74.0060° W',
    'Lat. forty point seven one two eight degrees north, long. seventy-four point zero zero six zero degrees west',
  ],
  [
    'Let me repeat that: 4-7-2-9. Is that correct?',
    'Let me repeat that: four, seven, two, nine. Is that correct?',
  ],
  [
    'Louis XVI was executed on 21 January 1793.',
    'Louis the sixteenth was executed on the twenty-first of January seventeen ninety-three.',
  ],
  [
    'Mix 1 1/2 cups flour with 3/4 tsp salt; bake at 350°F for 25-30 min.',
    'Mix one and a half cups flour with three quarters teaspoon salt; bake at three hundred fifty degrees Fahrenheit for twenty-five to thirty minutes.',
  ],
  [
    "Mr. & Mrs. O'Brien-Smith Jr. live on Mt. Vernon Rd.",
    "Mister and Missus O'Brien-Smith Junior live on Mount Vernon Road.",
  ],
  [
    'My laptop has a 14" screen, 16 GB RAM and a 1TB SSD.',
    'My laptop has a fourteen inch screen, sixteen gigabytes RAM and a one terabyte SSD.',
  ],
  [
    "My number's 07700 900123, or call the office on 0161 496 0000.",
    "My number's zero seven seven zero zero, nine zero zero one two three, or call the office on zero one six one, four nine six, zero zero zero zero.",
  ],
  [
    'My zip is 94107-1234 and my SSN ends in 6789.',
    'My zip is nine four one zero seven, one two three four and my SSN ends in six seven eight nine.',
  ],
  [
    'Node.js v20.11.1 and npm 10.2 are required.',
    'Node dot js version twenty point eleven point one and npm ten point two are required.',
  ],
  [
    'Order: 1x Latte, 2x Muffin = £9.40',
    'Order: one Latte, two Muffin equals nine pounds and forty pence',
  ],
  [
    'Our address is 1600 Pennsylvania Ave. NW, Washington, D.C. 20500.',
    'Our address is sixteen hundred Pennsylvania Avenue NW, Washington, DC two zero five zero zero.',
  ],
  [
    'Pi ≈ 3.14159; e ≈ 2.718.',
    'Pi approximately three point one four one five nine; e approximately two point seven one eight.',
  ],
  [
    'Ports 80, 443 and 8080 are open on 10.0.0.5.',
    'Ports eighty, four hundred forty-three and eight thousand eighty are open on one zero dot zero dot zero dot five.',
  ],
  [
    'Preheat to 375°F, then bake 12-15 minutes until golden.',
    'Preheat to three hundred seventy-five degrees Fahrenheit, then bake twelve to fifteen minutes until golden.',
  ],
  [
    "Prices start from $0.99/GB; that's <$1!",
    "Prices start from ninety-nine cents per gigabyte; that's less than one dollar!",
  ],
  [
    "Prof. J. R. Smith, M.D., Ph.D., works at St. Mary's Hosp.",
    "Professor J R Smith, MD, PhD, works at Saint Mary's Hosp.",
  ],
  [
    'Queen Elizabeth II reigned for 70 years, 214 days.',
    'Queen Elizabeth the second reigned for seventy years, two hundred fourteen days.',
  ],
  [
    "Revenue grew 12.5% YoY to $3.2B in Q2'24.",
    'Revenue grew twelve point five percent YoY to three point two billion dollars in Q two twenty-four.',
  ],
  [
    'Run `pip install torch==2.3.0` and then `python -m venv .venv`.',
    'Run pip install torch equals two point three point zero and then python dash m venv dot venv.',
  ],
  [
    'See https://docs.python.org/3/library/asyncio.html#event-loop for details.',
    'See docs dot python dot org slash three slash library slash asyncio dot html for details.',
  ],
  [
    'Shakespeare\'s Hamlet, Act III, Scene i: "To be, or not to be..."',
    'Shakespeare\'s Hamlet, Act three, Scene i: "To be, or not to be."',
  ],
  [
    'She has a Ph.D. from M.I.T. and works at AT&T.',
    'She has a PhD from MIT and works at A-T and T.',
  ],
  [
    "St. Louis, St. Paul's Cathedral, 5th St. and Main St. NW; Dr. Who lives at 12 Elm Dr.",
    "Saint Louis, Saint Paul's Cathedral, fifth Street and Main Street NW; Doctor Who lives at twelve Elm Drive.",
  ],
  [
    "Sure! Here's a quick summary:\n\n1. **Open** the app.\n2. Tap *Settings*.\n3. Choose `Privacy`.\n\nLet me know if you need help! 😊",
    "Sure! Here's a quick summary: one. Open the app. two. Tap Settings. three. Choose Privacy. Let me know if you need help!",
  ],
  [
    'T-shirts cost $15 each or 3 for $40.',
    'T-shirts cost fifteen dollars each or three for forty dollars.',
  ],
  [
    'Take Hwy. 101 N to Exit 12A, then turn L onto Elm Rd.',
    'Take highway one hundred one N to Exit twelve A, then turn L onto Elm Road.',
  ],
  [
    'Thanks for calling Northwind! Your order #A-10293 shipped on 11/28 and should arrive by Dec 2nd.',
    'Thanks for calling Northwind! Your order number A, one zero two nine three shipped on November twenty-eighth and should arrive by December second.',
  ],
  [
    "That'll be £12.50, please. Cash or card?",
    "That'll be twelve pounds and fifty pence, please. Cash or card?",
  ],
  [
    "That's 1,000+ users; 50+ countries; >90% uptime; <10ms latency.",
    "That's one thousand plus users; fifty plus countries; greater than ninety percent uptime; less than ten milliseconds latency.",
  ],
  [
    'The 1st amendment, the 5th ed., and the 22nd of July.',
    'The first amendment, the fifth ed, and the twenty-second of July.',
  ],
  [
    'The 3rd-largest city has ~1.2M residents & a 2-hr commute.',
    'The third largest city has about one point two million residents and a two hour commute.',
  ],
  [
    'The 5th Ave. store is open 24/7, Mon.–Fri. 9am–9pm, Sat. 10am-6pm.',
    'The fifth Avenue store is open twenty-four seven, Monday to Friday nine A-M to nine P-M, Saturday ten A-M to six P-M.',
  ],
  [
    "The API returns HTTP 404 if the item isn't found; HTTP/2 & TLS 1.3 are supported.",
    "The API returns HTTP four oh four if the item isn't found; HTTP slash two and TLS one point three are supported.",
  ],
  ["The CEO (Tim Cook) said: “We're thrilled.”", 'The CEO, Tim Cook, said: "We\'re thrilled."'],
  [
    'The No. 1 song; no. 2 is next. No. Not that.',
    'The number one song; number two is next. No. Not that.',
  ],
  [
    "The U.S.-China trade war; the U.K.'s exit from the E.U.",
    "The US China trade war; the UK's exit from the EU.",
  ],
  [
    "The area is 1,200 sq. ft. and it's listed at $450K.",
    "The area is one thousand two hundred square feet and it's listed at four hundred fifty thousand dollars.",
  ],
  [
    'The bill passed 218-205 on Jan 3, 2023.',
    'The bill passed two hundred eighteen to two hundred five on January third, twenty twenty-three.',
  ],
  [
    'The flight (BA 2490) leaves LHR T5 at 18:20 and lands at JFK at 21:05 local time.',
    'The flight, BA twenty-four ninety, leaves LHR T five at eighteen twenty and lands at JFK at twenty-one oh five local time.',
  ],
  [
    'The function `get_user(id)` returns `None` if id < 0.',
    'The function get user id returns None if id less than zero.',
  ],
  [
    'The iPhone 15 Pro Max costs $1,199; the Galaxy S24 is €849.',
    'The iPhone fifteen Pro Max costs one thousand one hundred ninety-nine dollars; the Galaxy S twenty-four is eight hundred forty-nine euros.',
  ],
  [
    'The meeting runs from 9:00-10:30 AM PST (12:00–1:30 PM EST).',
    'The meeting runs from nine to ten thirty A-M PST, twelve to one thirty P-M EST.',
  ],
  [
    "The meeting's at 10 (not 10:30) on the 5th floor.",
    "The meeting's at ten, not ten thirty, on the fifth floor.",
  ],
  [
    'The ratio is 3:1, 16:9 aspect. John 3:16.',
    'The ratio is three to one, sixteen to nine aspect. John three sixteen.',
  ],
  [
    'The score was 3-1. Section 4.2.1. Windows 11, iOS 17.4.1, iPhone 15 Pro.',
    'The score was three to one. Section four point two point one. Windows eleven, iOS seventeen point four point one, iPhone fifteen Pro.',
  ],
  [
    'The solution of x² - 5x + 6 = 0 is x = 2 or x = 3.',
    'The solution of x squared minus five x plus six equals zero is x equals two or x equals three.',
  ],
  [
    'The speed of light is 299,792,458 m/s, or about 3×10⁸ m/s.',
    'The speed of light is two hundred ninety-nine million seven hundred ninety-two thousand four hundred fifty-eight meters per second, or about three times ten to the power of eight meters per second.',
  ],
  [
    'The total comes to $248.17, including $18.39 in tax (8%).',
    'The total comes to two hundred forty-eight dollars and seventeen cents, including eighteen dollars and thirty-nine cents in tax, eight percent.',
  ],
  [
    "There were 1,500–2,000 people at the '24 rally.",
    'There were one thousand five hundred to two thousand people at the twenty-four rally.',
  ],
  [
    "There's a 1-in-3 chance it's >50% off…",
    "There's a one in three chance it's greater than fifty percent off.",
  ],
  [
    'To reset your password, go to Settings > Account > Security → "Reset password".',
    'To reset your password, go to Settings, Account, Security, "Reset password".',
  ],
  [
    'Traffic is heavy on I-95 and US-101; expect a 25–30 min delay.',
    'Traffic is heavy on I ninety-five and US one oh one; expect a twenty-five to thirty minute delay.',
  ],
  ['Use Ctrl+C to copy & Ctrl+V to paste.', 'Use Ctrl plus C to copy and Ctrl plus V to paste.'],
  [
    'Vaccine efficacy: 95% (95% CI, 90.3–97.6; p<0.001).',
    'Vaccine efficacy: ninety-five percent, ninety-five percent CI, ninety point three to ninety-seven point six; p less than zero point zero zero one.',
  ],
  [
    'Version 3.0.0-beta.2 is out; upgrade from v2.9.',
    'Version three point zero point zero beta point two is out; upgrade from version two point nine.',
  ],
  [
    'Vitamin B12, omega-3, and CO2 levels; H2O.',
    'Vitamin B twelve, omega three, and CO two levels; H two O.',
  ],
  ['Wait, what?! No way!!!', 'Wait, what? No way!'],
  [
    'Water boils at 100 °C (212 °F) at 1 atm.',
    'Water boils at one hundred degrees Celsius, two hundred twelve degrees Fahrenheit, at one atmosphere.',
  ],
  [
    "We're at 221B Baker St., London NW1 6XE.",
    "We're at two hundred twenty-one B Baker Street, London NW one six XE.",
  ],
  [
    "You've got 3 new messages; the first is from Dr. Patel at 9:15 a.m. today.",
    "You've got three new messages; the first is from Doctor Patel at nine fifteen A-M today.",
  ],
  [
    'Your appointment with Dr. Nguyen is confirmed for Wed., Oct. 9, 2024 at 3:15 PM EST.',
    'Your appointment with Doctor Nguyen is confirmed for Wednesday, October ninth, twenty twenty-four at three fifteen P-M EST.',
  ],
  [
    'Your balance is $1,234.56, and your next payment of $99 is due 04/15/2025.',
    'Your balance is one thousand two hundred thirty-four dollars and fifty-six cents, and your next payment of ninety-nine dollars is due April fifteenth, twenty twenty-five.',
  ],
  [
    'e.g., apples, pears, etc.; i.e., fruit.',
    'for example, apples, pears, et cetera; that is, fruit.',
  ],
  ['ok :) great <3 and :D lol', 'ok great and lol'],
  [
    '¿Hablas español? Sí, un poco. Café, naïve, São Paulo.',
    'Hablas español? Sí, un poco. Café, naïve, São Paulo.',
  ],
] as const;

describe('Whole sentences in English', () => {
  it.each(ROWS)('reads %j as %j', (written, spoken) => {
    expect(normaliseForSpeech(written, 'en').text).toBe(spoken);
  });
});
