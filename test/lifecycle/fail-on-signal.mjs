// Preloaded into a process under test: SIGUSR2 makes it fail where nobody catches it.
process.on('SIGUSR2', () => {
  setImmediate(() => {
    throw new Error('thrown by the test');
  });
});
