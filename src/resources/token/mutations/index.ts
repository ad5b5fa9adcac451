import './create-token.ts';
import './update-token.ts';
import './delete-token.ts';
import './view-token-key.ts';
import './set-token-key.ts';
