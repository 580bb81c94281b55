using MudBlazor;

namespace Vireo.Server.Dashboard.Text;

/// <summary>A state as people see it: a word, a colour and a shape.</summary>
/// <param name="Word">What it is called.</param>
/// <param name="Tone">Its colour.</param>
/// <param name="Icon">Its shape, so that colour is never the only signal.</param>
public sealed record Label(string Word, Tone Tone, string Icon)
{
    /// <summary>The style sheet's name of the tone; empty when neutral.</summary>
    public string Css => CssOf(Tone);

    /// <summary>Something that cannot be said better.</summary>
    public static Label Plain(string word) => new(word, Tone.Neutral, Icons.Material.Outlined.Circle);

    /// <summary>The style sheet's name of a tone.</summary>
    public static string CssOf(Tone tone) => tone == Tone.Neutral ? "" : tone.ToString().ToLowerInvariant();
}
