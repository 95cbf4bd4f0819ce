import { maskRoles } from '../../../protocol/host-contract.ts';
import { SelectField } from './controls/select-field.tsx';
import { usePanel } from './panel-provider.tsx';

/** What each layer over the picture is for; nothing where there is none, or nothing can be done. */
export function LayerRoles() {
  const { state, text } = usePanel();
  const masks = state.region.masks.value;
  if (masks.length === 0 || state.verb.value === null) return null;
  return (
    <fieldset class="field layer-roles">
      <legend>{text.roles.label}</legend>
      <ul>
        {masks.map(({ node, name, role }) => (
          <li key={node}>
            <span class="layer-name" title={name}>
              {name}
            </span>
            <SelectField
              label={text.roles.roleOf(name)}
              isLabelHidden
              value={role}
              options={maskRoles.map((value) => ({ value, text: text.roles.names[value] }))}
              onChange={(chosen) => state.region.giveRole(node, chosen)}
            />
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
