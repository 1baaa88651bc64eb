import { Button, NativeSelect, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconGripVertical, IconPlus, IconTrash } from '@tabler/icons-react';
import { IconButton, parseDuration, formatDuration, useText } from '@yobirin/kit';
import type { GroupRow } from '@yobirin/live';
import { useState } from 'react';
import { MAX_TILES, tileOf, type Tile } from '../layouts';
import { FIGURE_NAMES, FIGURES, type FigureName } from './figures';
import classes from './wallboard.module.css';

interface Props {
  tiles: readonly Tile[];
  groups: readonly GroupRow[];
  onChange: (tiles: Tile[]) => void;
}

/** Which tiles there are, in which order, and from where on they are amber and red. Every change is kept at once. */
export function Editor({ tiles, groups, onChange }: Props) {
  const { t } = useText();
  const [dragged, setDragged] = useState<number>();
  const put = (i: number, tile: Tile) => onChange(tiles.map((other, k) => (k === i ? tile : other)));
  const move = (from: number, to: number) => {
    if (to < 0 || to >= tiles.length || from === to) return;
    const next = [...tiles];
    next.splice(to, 0, ...next.splice(from, 1));
    onChange(next);
  };
  return (
    <div className={classes.editor}>
      <p className={classes.hint}>{t('wall.hint')}</p>
      <div className={classes.rowHead} aria-hidden>
        <span />
        <span>{t('wall.figure')}</span>
        <span>{t('floor.group')}</span>
        <span>{t('wall.amber')}</span>
        <span>{t('wall.red')}</span>
      </div>
      <ol className={classes.rows}>
        {tiles.map((tile, i) => (
          <li
            key={i}
            className={classes.row}
            data-dragged={dragged === i || undefined}
            onDragOver={(event) => {
              if (dragged === undefined) return;
              event.preventDefault();
              move(dragged, i);
              setDragged(i);
            }}
            onDrop={(event) => event.preventDefault()}
          >
            <span
              className={classes.grip}
              draggable
              aria-hidden
              onDragStart={(event) => {
                event.dataTransfer.effectAllowed = 'move';
                event.dataTransfer.setData('text/plain', t(FIGURES[tile.figure].label));
                setDragged(i);
              }}
              onDragEnd={() => setDragged(undefined)}
            >
              <IconGripVertical size={16} />
            </span>
            <TileFields tile={tile} groups={groups} number={i + 1} onChange={(next) => put(i, next)} />
            <IconButton icon={IconArrowUp} name={t('wall.up', { number: i + 1 })} disabled={i === 0} onClick={() => move(i, i - 1)} />
            <IconButton icon={IconArrowDown} name={t('wall.down', { number: i + 1 })} disabled={i === tiles.length - 1} onClick={() => move(i, i + 1)} />
            <IconButton icon={IconTrash} name={t('wall.remove', { number: i + 1 })} onClick={() => onChange(tiles.filter((_, k) => k !== i))} />
          </li>
        ))}
      </ol>
      <Button leftSection={<IconPlus size={16} aria-hidden />} variant="default" disabled={tiles.length >= MAX_TILES} onClick={() => onChange([...tiles, tileOf('waiting')])}>
        {t('wall.add')}
      </Button>
    </div>
  );
}

interface FieldsProps {
  tile: Tile;
  groups: readonly GroupRow[];
  number: number;
  onChange: (tile: Tile) => void;
}

function TileFields({ tile, groups, number, onChange }: FieldsProps) {
  const { t } = useText();
  const known = tile.group === '' || groups.some((g) => g.id === tile.group);
  return (
    <>
      <NativeSelect
        size="sm"
        aria-label={t('wall.figureOf', { number })}
        data={FIGURE_NAMES.map((name) => ({ value: name, label: t(FIGURES[name].label) }))}
        value={tile.figure}
        onChange={(event) => onChange(tileOf(event.currentTarget.value as FigureName, tile.group))}
      />
      <NativeSelect
        size="sm"
        aria-label={t('wall.groupOf', { number })}
        data={[{ value: '', label: t('floor.allGroups') }, ...groups.map((g) => ({ value: g.id, label: g.name })), ...(known ? [] : [{ value: tile.group, label: t('floor.groupGone') }])]}
        value={tile.group}
        onChange={(event) => onChange({ ...tile, group: event.currentTarget.value })}
      />
      {(['amber', 'red'] as const).map((level) => (
        <Threshold key={level} level={level} tile={tile} number={number} onChange={(value) => onChange({ ...tile, [level]: value })} />
      ))}
    </>
  );
}

function Threshold({ level, tile, number, onChange }: { level: 'amber' | 'red'; tile: Tile; number: number; onChange: (value: number | undefined) => void }) {
  const { t } = useText();
  const { unit, worse } = FIGURES[tile.figure];
  const write = (value: number | undefined) => (value === undefined ? '' : unit === 'time' ? formatDuration(value) : String(value));
  const [draft, setDraft] = useState<string>();
  const read = (text: string) => (unit === 'time' ? parseDuration(text) : /^\d{1,6}(\.\d)?$/.test(text.normalize('NFKC').trim()) ? Number(text.normalize('NFKC').trim()) : undefined);
  const wrong = draft !== undefined && draft.trim() !== '' && read(draft) === undefined;
  return (
    <TextInput
      size="sm"
      classNames={{ input: classes[level] }}
      leftSection={<span aria-hidden>{worse === 'high' ? '≥' : '≤'}</span>}
      rightSection={unit === 'percent' ? <span aria-hidden>%</span> : undefined}
      aria-label={t(level === 'amber' ? 'wall.amberOf' : 'wall.redOf', { number })}
      placeholder={t('wall.never')}
      error={wrong}
      title={wrong ? t(unit === 'time' ? 'wall.wrongTime' : 'wall.wrongNumber') : undefined}
      value={draft ?? write(tile[level])}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onBlur={() => {
        if (draft !== undefined && !wrong) onChange(draft.trim() === '' ? undefined : read(draft));
        setDraft(undefined);
      }}
      onKeyDown={(event) => event.key === 'Enter' && event.currentTarget.blur()}
    />
  );
}
