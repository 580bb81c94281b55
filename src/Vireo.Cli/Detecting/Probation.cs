using System.Globalization;
using Vireo.Cli.Terminal;

namespace Vireo.Cli.Detecting;

/// <summary>How many rows at the begin of a series only teach: a number, or a share of its first 5,000 rows.</summary>
internal readonly record struct Probation(double Amount, bool IsShare)
{
    /// <summary>A share counts at most so many rows, as the Numenta benchmark does: a longer series needs no longer
    /// lesson.</summary>
    private const int SharedRows = 5_000;

    /// <summary>Reads <c>750</c> or <c>15%</c>.</summary>
    /// <exception cref="UsageException">It is neither.</exception>
    public static Probation Parse(string text)
    {
        bool isShare = text.EndsWith('%');
        bool isNumber = double.TryParse(
            isShare ? text[..^1] : text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double amount);
        if (!isNumber || (isShare ? amount is < 0 or > 90 : amount is < 0 or > 100_000_000 || amount != Math.Floor(amount)))
        {
            throw new UsageException(
                $"--probation '{text}': expected a number of rows such as 750, or a share of the series from 0% to 90%.");
        }

        return new Probation(amount, isShare);
    }

    /// <summary>For a series of so many rows; at least one, because a first row has nothing to be compared
    /// with.</summary>
    public int Rows(int rows) =>
        Math.Max(1, IsShare ? (int)(Amount / 100 * Math.Min(rows, SharedRows)) : (int)Amount);
}
