namespace Vireo.Control;

/// <summary>A configuration document that was put in force while the server runs.</summary>
/// <param name="Kind">Such as <c>VmGroup</c>.</param>
/// <param name="Name">Of the document.</param>
public readonly record struct DocumentName(string Kind, string Name)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Kind} '{Name}'";
}
