using System.Text.Json;
using Vireo.Cli.Remote;

namespace Vireo.Cli.Commands;

/// <summary>Something that a server lists.</summary>
/// <param name="Name">The command, which is also the API's path.</param>
/// <param name="Description">One sentence.</param>
/// <param name="ExampleId">An identifier for the help text; empty when there are no details.</param>
/// <param name="Columns">What the table shows.</param>
/// <param name="DetailQuery">Added to the path of details.</param>
/// <param name="Details">Shows one; null for its properties line by line.</param>
/// <param name="ListQuery">Added to the query of the listing.</param>
/// <param name="Footer">What is said below the listing; null for nothing.</param>
/// <param name="Empty">What would fill an empty listing, in a sentence.</param>
/// <param name="Choice">An option of the listing; null for none.</param>
internal sealed record Noun(
    string Name, string Description, string ExampleId, IReadOnlyList<Column> Columns, string DetailQuery = "",
    Action<JsonElement>? Details = null, string ListQuery = "", ListFooter? Footer = null, string Empty = "", ListChoice? Choice = null)
{
    /// <summary>Whether one of them can be shown.</summary>
    public bool HasDetails => ExampleId.Length > 0;

    /// <summary>Whether identifiers are numbers.</summary>
    public bool IsNumbered => HasDetails && ExampleId.All(char.IsAsciiDigit);
}
