namespace Vireo.Fleet;

/// <summary>What can be asked for log lines: a provider whose hosts and guests hand theirs in.</summary>
/// <remarks>May be called concurrently; keeps no caller waiting beyond the token.</remarks>
public interface ILogSource
{
    /// <summary>Reads the lines after an instant, as far back as they are kept.</summary>
    /// <param name="after">Exclusive; by the source's clock.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>Oldest first.</returns>
    /// <exception cref="ProviderException">The source failed.</exception>
    Task<IReadOnlyList<LogLine>> ReadLogLinesAsync(DateTimeOffset after, CancellationToken cancellationToken);
}
