import { Markdown } from '@spinnaker/core';
import { render } from '@testing-library/react';
import React from 'react';
import { plainText } from '../../../frontend/deck/plain-text.ts';

const hard =
  'The key "<img src=x onerror=alert(1)>" of *web* and `a_b_c` is [not](http://example.com) known & 50 % < 60 %.';

describe('what a validator says', () => {
  it('is read as it was written where Deck takes it for Markdown', () => {
    const { container } = render(<Markdown message={plainText(hard)} />);
    expect(container).toHaveTextContent(hard);
    expect(container.querySelector('img, em, code, a')).toBe(null);
  });

  it('is read as it was written where Deck takes it for HTML', () => {
    const place = document.createElement('p');
    place.innerHTML = plainText(hard);
    expect(place).toHaveTextContent(hard);
    expect(place.children).toHaveLength(0);
  });
});
