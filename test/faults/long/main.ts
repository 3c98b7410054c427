import { readOptions, USAGE } from './options.js';
import { isClean, reportOf } from './report.js';
import { resumeReportOf, runResumes } from './resumes.js';
import { runFaults } from './run.js';

const options = readOptions(process.argv.slice(2));
if (options === null) console.log(USAGE);
else if (options.resumes !== null) console.log(resumeReportOf(await runResumes(options.resumes)));
else {
  const { seed, minutes } = options.plan;
  console.log(`seed ${seed}: faults for ${minutes} minutes …`);
  const outcome = await runFaults(options);
  console.log(reportOf(outcome));
  process.exitCode = isClean(outcome) ? 0 : 1;
}
