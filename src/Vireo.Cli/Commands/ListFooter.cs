using System.Text.Json;

namespace Vireo.Cli.Commands;

/// <summary>What is said of a whole list below the part of it that is shown.</summary>
/// <param name="Path">Where the server answers for the whole list.</param>
/// <param name="Text">The lines, each ended, from the page shown and that answer.</param>
internal sealed record ListFooter(string Path, Func<JsonElement, JsonElement, string> Text);
