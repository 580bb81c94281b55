using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace Vireo.Cli.Series;

/// <summary>Reads columns of a row group whatever numeric or date type they were written in.</summary>
internal static class ParquetColumns
{
    /// <summary>Text, or whole numbers as text.</summary>
    public static async Task<string[]> TextAsync(ParquetRowGroupReader part, DataField field)
    {
        if (!IsText(field))
        {
            long?[] numbers = await WholeAsync(part, field);

            return [.. numbers.Select((number, row) => (number ?? throw Absent(field, row)).ToString(CultureInfo.InvariantCulture))];
        }

        string?[] text = new string?[part.RowCount];
        await part.ReadAsync(field, text.AsMemory(), null, CancellationToken.None);
        int missing = Array.IndexOf(text, null);

        return missing < 0 ? [.. text.OfType<string>()] : throw Absent(field, missing);
    }

    /// <summary>Steps, or UTC ticks of dates and times; null where there is none, or text that is neither.</summary>
    public static async Task<(long?[] Stamps, bool IsDated)> StampsAsync(ParquetRowGroupReader part, DataField field)
    {
        if (field.ClrType == typeof(DateTime))
        {
            return ([.. (await ReadAsync<DateTime>(part, field)).Select(at => at?.Ticks)], true);
        }

        if (field.ClrType == typeof(DateOnly))
        {
            var days = await ReadAsync<DateOnly>(part, field);

            return ([.. days.Select(day => day?.ToDateTime(TimeOnly.MinValue).Ticks)], true);
        }

        if (!IsText(field))
        {
            return (await WholeAsync(part, field), false);
        }

        string?[] text = new string?[part.RowCount];
        await part.ReadAsync(field, text.AsMemory(), null, CancellationToken.None);
        long?[] steps = [.. text.Select(StepOf)];

        return steps.Zip(text).All(one => one.First is not null || one.Second is null)
            ? (steps, false)
            : ([.. text.Select(TimeOf)], true);
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

    private static async Task<long?[]> WholeAsync(ParquetRowGroupReader part, DataField field) =>
        field.ClrType == typeof(long) ? await ReadAsync<long>(part, field)
        : field.ClrType == typeof(int) ? [.. (await ReadAsync<int>(part, field)).Select(value => (long?)value)]
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

    private static long? StepOf(string? text) =>
        long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out long step) ? step : null;

    private static long? TimeOf(string? text) =>
        DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at)
            ? at.UtcTicks
            : null;

    private static InvalidDataException Absent(DataField field, int row) =>
        new($"column '{field.Name}' has no value in row {row + 1}.");

    private static InvalidDataException Unreadable(DataField field, string expected) =>
        new($"column '{field.Name}' holds {field.ClrType.Name}; {expected} are expected.");
}
