using System.Globalization;
using Parquet;
using Parquet.Schema;
using Vireo.Cli.Terminal;

namespace Vireo.Cli.Series;

/// <summary>Reads columns of a row group whatever numeric or date type they were written in.</summary>
internal static class ParquetColumns
{
    /// <summary>Text, or whole numbers as text.</summary>
    public static async Task<string[]> TextAsync(ParquetRowGroupReader part, DataField field)
    {
        if (!IsText(field))
        {
            return [.. (await WholeAsync(part, field)).Select(number => number.ToString(CultureInfo.InvariantCulture))];
        }

        string?[] text = new string?[part.RowCount];
        await part.ReadAsync(field, text.AsMemory(), null, CancellationToken.None);
        int missing = Array.IndexOf(text, null);

        return missing < 0 ? [.. text.OfType<string>()] : throw new UsageException($"Column '{field.Name}' has no value in row {missing + 1}.");
    }

    /// <summary>Steps, or UTC ticks of dates and times.</summary>
    public static async Task<(long[] Stamps, bool IsDated)> StampsAsync(ParquetRowGroupReader part, DataField field)
    {
        if (field.ClrType == typeof(DateTime))
        {
            var times = await ReadAsync<DateTime>(part, field);

            return ([.. times.Select((at, row) => Present(field, at, row).Ticks)], true);
        }

        if (field.ClrType == typeof(DateOnly))
        {
            var days = await ReadAsync<DateOnly>(part, field);

            return ([.. days.Select((day, row) => Present(field, day, row).ToDateTime(TimeOnly.MinValue).Ticks)], true);
        }

        if (IsText(field))
        {
            string[] text = await TextAsync(part, field);

            return text.All(stamp => long.TryParse(stamp, NumberStyles.Integer, CultureInfo.InvariantCulture, out _))
                ? ([.. text.Select(stamp => long.Parse(stamp, CultureInfo.InvariantCulture))], false)
                : ([.. text.Select(stamp => ParseTime(field, stamp))], true);
        }

        return (await WholeAsync(part, field), false);
    }

    /// <summary>Numbers of any width; NaN where missing.</summary>
    public static async Task<double[]> NumbersAsync(ParquetRowGroupReader part, DataField field) =>
        field.ClrType == typeof(double) ? Missing(await ReadAsync<double>(part, field), value => value)
        : field.ClrType == typeof(float) ? Missing(await ReadAsync<float>(part, field), value => value)
        : field.ClrType == typeof(decimal) ? Missing(await ReadAsync<decimal>(part, field), value => (double)value)
        : field.ClrType == typeof(long) ? Missing(await ReadAsync<long>(part, field), value => value)
        : field.ClrType == typeof(int) ? Missing(await ReadAsync<int>(part, field), value => value)
        : throw Unreadable(field, "numbers");

    private static bool IsText(DataField field) =>
        field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>);

    private static async Task<long[]> WholeAsync(ParquetRowGroupReader part, DataField field) =>
        field.ClrType == typeof(long) ? [.. (await ReadAsync<long>(part, field)).Select((value, row) => Present(field, value, row))]
        : field.ClrType == typeof(int) ? [.. (await ReadAsync<int>(part, field)).Select((value, row) => (long)Present(field, value, row))]
        : throw Unreadable(field, "whole numbers, dates or text");

    private static async Task<T?[]> ReadAsync<T>(ParquetRowGroupReader part, DataField field)
        where T : struct
    {
        if (field.IsNullable)
        {
            var values = new T?[part.RowCount];
            await part.ReadAsync(field, values.AsMemory(), null, CancellationToken.None);

            return values;
        }

        var present = new T[part.RowCount];
        await part.ReadAsync(field, present.AsMemory(), null, CancellationToken.None);

        return [.. present.Select(value => (T?)value)];
    }

    private static double[] Missing<T>(T?[] values, Func<T, double> number)
        where T : struct =>
        [.. values.Select(value => value is { } known ? number(known) : double.NaN)];

    private static T Present<T>(DataField field, T? value, int row)
        where T : struct =>
        value ?? throw new UsageException($"Column '{field.Name}' has no value in row {row + 1}.");

    private static long ParseTime(DataField field, string text) =>
        DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? at.UtcTicks
            : throw new UsageException($"Column '{field.Name}': '{text}' is neither a whole step nor an ISO-8601 time.");

    private static UsageException Unreadable(DataField field, string expected) =>
        new($"Column '{field.Name}' holds {field.ClrType.Name}; {expected} are expected.");
}
