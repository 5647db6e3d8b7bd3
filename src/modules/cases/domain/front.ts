export { dueOn, firstWorkingDayFrom, workingDaysBetween, type Period } from './due-on.ts'
export { noticesDue, noticesOf, resume, suspend, warningLevel, type Notice, type RunningClock, type WarningLevel } from './clock.ts'
