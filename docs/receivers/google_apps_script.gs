// Writes messages from MySigfox into a Google sheet, one row each.
// In the sheet: Extensions > Apps Script, paste this, then Deploy > New deployment > Web app,
// "Execute as: Me", "Who has access: Anyone". The URL that ends in /exec is your Webhook URL.
// Add ?key=… with a secret of your own to it and put the same here: scripts cannot see headers.
const KEY = 'change me';

function doPost(e) {
  if (e.parameter.key !== KEY) return ContentService.createTextOutput('no');
  const message = JSON.parse(e.postData.contents);
  const lock = LockService.getScriptLock();
  lock.waitLock(20000);
  try {
    SpreadsheetApp.getActiveSpreadsheet().getSheets()[0].appendRow(
        [new Date(message.time * 1000), message.device, "'" + message.data, message.rssi, message.snr]);
  } finally {
    lock.releaseLock();
  }
  return ContentService.createTextOutput('ok');
}
