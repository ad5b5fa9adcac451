import './type.ts';
import './query.ts';
