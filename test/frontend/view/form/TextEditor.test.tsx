import { act, fireEvent, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import React, { useRef } from 'react';
import { PartedEditor } from '../../../../frontend/view/form/PartedEditor.tsx';
import type { EditorHandle } from '../../../../frontend/view/form/use-parts.ts';

const input = { id: 'text', 'aria-describedby': '', 'aria-invalid': false };

interface EditorProps {
  readonly value: string;
  readonly onChange: (text: string) => void;
  readonly lines?: readonly number[];
}

function Editor({ value, onChange, lines = [] }: EditorProps): JSX.Element {
  const handle = useRef<EditorHandle>();
  return (
    <>
      <label htmlFor="text">Text</label>
      <PartedEditor
        input={input}
        value={value}
        marks={lines.map((line) => ({ line }))}
        handle={handle}
        onChange={onChange}
      />
      {lines.map((line) => (
        <button key={line} onClick={() => handle.current?.goTo(line)}>
          Go to line {line}
        </button>
      ))}
    </>
  );
}

function area(): HTMLTextAreaElement {
  return screen.getByLabelText<HTMLTextAreaElement>('Text');
}

function type(text: string): void {
  fireEvent.input(area(), { target: { value: text } });
}

beforeEach(() => jest.useFakeTimers());
afterEach(() => jest.useRealTimers());

describe('a text that is being typed', () => {
  it('is handed up once, when nobody has typed for a moment', () => {
    const onChange = jest.fn();
    render(<Editor value="a" onChange={onChange} />);
    type('ab');
    type('abc');
    expect(onChange).not.toHaveBeenCalled();
    act(() => void jest.runAllTimers());
    expect(onChange.mock.calls).toEqual([['abc']]);
  });

  it('is handed up at once when the field is left, and not again', () => {
    const onChange = jest.fn();
    render(<Editor value="a" onChange={onChange} />);
    type('ab');
    fireEvent.blur(area());
    act(() => void jest.runAllTimers());
    expect(onChange.mock.calls).toEqual([['ab']]);
  });

  it('is handed up when the field goes, to whoever had it last', () => {
    const [first, last] = [jest.fn(), jest.fn()];
    const { rerender, unmount } = render(<Editor value="a" onChange={first} />);
    type('ab');
    rerender(<Editor value="a" onChange={last} />);
    unmount();
    expect(first).not.toHaveBeenCalled();
    expect(last.mock.calls).toEqual([['ab']]);
  });

  it('is not lost when its surroundings are drawn again with the value from before', () => {
    const { rerender } = render(<Editor value="a" onChange={jest.fn()} />);
    type('ab');
    rerender(<Editor value="a" onChange={jest.fn()} />);
    expect(area()).toHaveValue('ab');
  });

  it('is replaced by what comes from outside, and then not handed up', () => {
    const onChange = jest.fn();
    const { rerender } = render(<Editor value="a" onChange={onChange} />);
    type('ab');
    rerender(<Editor value="reverted" onChange={onChange} />);
    act(() => void jest.runAllTimers());
    expect(area()).toHaveValue('reverted');
    expect(onChange).not.toHaveBeenCalled();
  });

  it('gives way to a value that it had before: somebody reverted', () => {
    const { rerender } = render(<Editor value="a" onChange={jest.fn()} />);
    type('ab');
    fireEvent.blur(area());
    rerender(<Editor value="ab" onChange={jest.fn()} />);
    rerender(<Editor value="a" onChange={jest.fn()} />);
    expect(area()).toHaveValue('a');
  });
});

describe('the keyboard in the editor', () => {
  async function press(keys: string): Promise<void> {
    const user = userEvent.setup({ delay: null });
    render(<Editor value="a:" onChange={jest.fn()} lines={[1]} />);
    act(() => area().focus());
    area().setSelectionRange(2, 2);
    await user.keyboard(keys);
  }

  it('indents with Tab', async () => {
    await press('{Tab}b');
    expect(area()).toHaveValue('a:  b');
    expect(area()).toHaveFocus();
  });

  it('leaves with Tab after Escape, so that nobody is caught', async () => {
    await press('{Escape}{Tab}');
    expect(area()).toHaveValue('a:');
    expect(screen.getByRole('button')).toHaveFocus();
  });

  it('leaves backwards with Shift and Tab', async () => {
    await press('{Shift>}{Tab}{/Shift}');
    expect(area()).not.toHaveFocus();
    expect(area()).toHaveValue('a:');
  });
});

describe('a long text', () => {
  const line = (number: number): string => `line ${number}`;
  const long = Array.from({ length: 5000 }, (_, index) => line(index + 1)).join('\n');

  it('is shown in parts, and written as a whole', () => {
    const onChange = jest.fn();
    render(<Editor value={long} onChange={onChange} />);
    expect(area().value.split('\n').length).toBeLessThan(500);
    fireEvent.click(screen.getByRole('button', { name: 'Next part' }));
    expect(area().value.startsWith(line(251))).toBe(true);
    type(area().value.replace(line(251), 'changed'));
    fireEvent.blur(area());
    expect(onChange.mock.calls).toEqual([[long.replace(`${line(251)}\n`, 'changed\n')]]);
  });

  it('goes to a line in another part', () => {
    render(<Editor value={long} onChange={jest.fn()} lines={[4321]} />);
    fireEvent.click(screen.getByRole('button', { name: 'Go to line 4321' }));
    const { value, selectionStart, selectionEnd } = area();
    expect(value.slice(selectionStart, selectionEnd)).toBe(line(4321));
    expect(area()).toHaveFocus();
  });

  it('is shown whole when somebody asks for it', () => {
    render(<Editor value={long} onChange={jest.fn()} />);
    fireEvent.click(screen.getByRole('button', { name: /^Show all lines/ }));
    expect(area()).toHaveValue(long);
    fireEvent.click(screen.getByRole('button', { name: 'Show it in parts' }));
    expect(area().value.split('\n').length).toBeLessThan(500);
  });

  it('is cut when it was pasted', () => {
    function Pasting(): JSX.Element {
      const [value, setValue] = React.useState('');
      return <Editor value={value} onChange={setValue} />;
    }
    render(<Pasting />);
    type(long);
    fireEvent.blur(area());
    expect(area().value.split('\n').length).toBeLessThan(500);
    expect(screen.getByText('of 5,000')).toBeInTheDocument();
  });

  it('draws only the numbers around what is seen', () => {
    const { container } = render(<Editor value={long} onChange={jest.fn()} lines={[3]} />);
    fireEvent.click(screen.getByRole('button', { name: /^Show all lines/ }));
    const numbers = (): readonly string[] => container.querySelector('pre')?.textContent?.split('\n') ?? [];
    expect(numbers()[0]).toBe('1');
    expect(numbers().length).toBeLessThan(200);
    fireEvent.scroll(area(), { target: { scrollTop: 4000 * 18 } });
    expect(numbers()).toContain('4001');
    expect(numbers().length).toBeLessThan(200);
  });
});
