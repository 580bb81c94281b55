using System.Globalization;
using System.Text.RegularExpressions;

namespace Vireo.Server.Api.Orders;

/// <summary>How snapshots are called.</summary>
internal static partial class SnapshotNaming
{
    /// <summary>The name that was given, or one of the time.</summary>
    /// <exception cref="ApiException">It cannot be the name of a snapshot everywhere.</exception>
    public static string Of(string? name, TimeProvider time) => name switch
    {
        null or "" => time.GetUtcNow().UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture),
        _ when Name().IsMatch(name) => name,
        _ => throw ApiException.BadRequest(
            $"'name' is '{name}'; expected 1 to 64 letters, digits, '-', '_' or '.', a letter or digit first."),
    };

    // What is safe as part of a file's name.
    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z")]
    private static partial Regex Name();
}
