namespace Vireo.Fleet;

/// <summary>A provider that says of itself more than whether it answers.</summary>
public interface IDescribedProvider
{
    /// <summary>What is known now; asks nobody.</summary>
    ProviderDescription Describe();
}
