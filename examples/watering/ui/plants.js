import { LitElement, css, html } from 'lit';
import { StoreController, api, base, collection, describeError, events, formatDate, msg, toast } from '@lightkeeper/ui';

const plants = collection('plants', { entity_type: 'plant' });

/** The page of all plants. */
class WateringPlants extends LitElement {
  static styles = [
    base,
    css`
      ul {
        list-style: none;
        padding: 0;
        display: grid;
        gap: var(--lk-gap);
      }
      .thirsty {
        color: var(--lk-warning);
      }
    `,
  ];

  #store = new StoreController(this, plants);
  #stop = () => undefined;

  connectedCallback() {
    super.connectedCallback();
    this.#stop = events.on('watering.watered', () => plants.reload());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop();
  }

  render() {
    const { items } = this.#store.value;
    return html`<lk-page heading=${msg('Plants')} subtitle=${msg('Each with the day it was last watered')}>
      ${
        items.length === 0
          ? html`<lk-empty icon="sprout" heading=${msg('No plants yet')} text=${msg('Add one by POST /api/v1/plants.')}></lk-empty>`
          : html`<ul>
              ${items.map((plant) => this.#row(plant))}
            </ul>`
      }
    </lk-page>`;
  }

  #row(plant) {
    const since = plant.watered_at === null ? msg('Never watered') : formatDate(plant.watered_at);
    return html`<li>
      <lk-card heading=${plant.name}>
        <div class="row">
          <p class="grow ${plant.thirsty ? 'thirsty' : 'quiet'}">${plant.thirsty ? msg('Thirsty') : since}</p>
          <lk-button icon="droplets" @click=${() => this.#water(plant)}>${msg('Watered')}</lk-button>
        </div>
      </lk-card>
    </li>`;
  }

  async #water(plant) {
    try {
      await api.post(`/plants/${plant.id}/water`);
    } catch (error) {
      toast(describeError(error), { tone: 'error' });
    }
  }
}
customElements.define('watering-plants', WateringPlants);
