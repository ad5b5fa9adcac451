import { tryImage } from './image/try-image.ts';

// Builds and runs the container image without a container engine, by carrying out the Dockerfile on this machine; needs
// Linux, root (for mounts of its own and chroot) and npm's registry or cache.
await tryImage();
