namespace Vireo.Detection.Rules.Templates;

/// <summary>A template that cannot be read or expanded.</summary>
/// <param name="position">Where in the text, in characters from its start.</param>
/// <param name="message">What is wrong and what would be right.</param>
public sealed class TemplateException(int position, string message) : Exception(message)
{
    /// <summary>Where in the text, in characters from its start.</summary>
    public int Position { get; } = position;
}
