namespace Vireo.Adapters.VSphere;

/// <summary>The answer did not arrive, or not whole. What the call was to change may have been changed.</summary>
internal sealed class VimLost(string message, Exception? inner, bool isTransient = true) : VimException(message, inner)
{
    /// <inheritdoc/>
    public override bool IsTransient { get; } = isTransient;
}
