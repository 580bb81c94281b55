using Vireo.Cli.Remote;

namespace Vireo.Cli.Commands;

/// <summary>An option of one listing.</summary>
/// <param name="Option">Its name, with dashes.</param>
/// <param name="Description">What it does; the values are added.</param>
/// <param name="Values">What it takes.</param>
/// <param name="Columns">The columns for a value; null where it chooses rows.</param>
/// <param name="Query">The parameter of the API that chooses rows; empty where it chooses columns.</param>
internal sealed record ListChoice(
    string Option, string Description, IReadOnlyList<string> Values, Func<string, IReadOnlyList<Column>>? Columns = null,
    string Query = "");
