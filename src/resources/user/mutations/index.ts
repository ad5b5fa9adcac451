import './create-user.ts';
import './update-user.ts';
import './delete-user.ts';
import './set-user-password.ts';
import './create-service-account.ts';
import './create-recovery-link.ts';
import './send-recovery-email.ts';
