// A verdaccio in a process of its own. It takes its settings from its parent, answers with its port, and ends when the
// parent does, however that ends.
import { runServer } from 'verdaccio';

process.on('disconnect', () => process.exit());
const settings = await new Promise((resolve) => {
  process.once('message', resolve);
});
const server = await runServer(settings);
server.listen(0, '127.0.0.1', () => process.send(server.address().port));
