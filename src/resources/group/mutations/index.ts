import './create-group.ts';
import './update-group.ts';
import './delete-group.ts';
import './add-users-to-group.ts';
import './remove-users-from-group.ts';
