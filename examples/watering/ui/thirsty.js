import { LitElement, html } from 'lit';
import { StoreController, base, collection, events, msg } from '@lightkeeper/ui';

const plants = collection('plants', { entity_type: 'plant' });

/** The card on the Dashboard; it is there only while a plant is thirsty. */
class WateringThirsty extends LitElement {
  static styles = [base];

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
    const thirsty = this.#store.value.items.filter((plant) => plant.thirsty);
    if (thirsty.length === 0) return html``;
    return html`<lk-card heading=${msg('Thirsty plants')}>
      <p><a class="link" href="/plants">${thirsty.map(({ name }) => name).join(', ')}</a></p>
    </lk-card>`;
  }
}
customElements.define('watering-thirsty', WateringThirsty);
