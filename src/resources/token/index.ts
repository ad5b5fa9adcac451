import './type.ts';
import './query.ts';
import './mutations/index.ts';
