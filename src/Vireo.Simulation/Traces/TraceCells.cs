using System.Buffers.Text;

namespace Vireo.Simulation;

/// <summary>Walks the cells of one line.</summary>
public ref struct TraceCells(TraceLines lines, ReadOnlySpan<byte> line, byte separator)
{
    private ReadOnlySpan<byte> _rest = line;
    private bool _isAtEnd;

    /// <summary>Cells taken so far.</summary>
    public int Count { get; private set; }

    /// <summary>Takes the next cell, without blanks and quotes around it; false after the last.</summary>
    public bool TryNext(out ReadOnlySpan<byte> cell)
    {
        cell = default;
        if (_isAtEnd)
        {
            return false;
        }

        int length = _rest.IndexOf(separator);
        _isAtEnd = length < 0;
        cell = (_isAtEnd ? _rest : _rest[..length]).Trim("\t \""u8);
        _rest = _isAtEnd ? default : _rest[(length + 1)..];
        Count++;

        return true;
    }

    /// <summary>The cell as a number; NaN when it is empty or says so.</summary>
    public readonly double Number(ReadOnlySpan<byte> cell)
    {
        if (cell.IsEmpty || cell.SequenceEqual("NaN"u8) || cell.SequenceEqual("nan"u8))
        {
            return double.NaN;
        }

        if (Utf8Parser.TryParse(cell, out double value, out int used) && used == cell.Length)
        {
            return value;
        }

        throw lines.Error($"a number in column {Count}", Quote(cell));
    }

    /// <summary>A cell as an error shows it.</summary>
    public static string Quote(ReadOnlySpan<byte> cell)
    {
        const int Shown = 40;
        string text = System.Text.Encoding.UTF8.GetString(cell.Length > Shown ? cell[..Shown] : cell);

        return cell.Length > Shown ? $"'{text}…'" : $"'{text}'";
    }
}
