namespace Vireo.Fleet;

/// <summary>The acting side of a provider. Starting is idempotent by action identifier, so a lost or repeated call does
/// no harm (S20).</summary>
public interface IHypervisorActuator
{
    /// <summary>Starts an action and returns when the provider has accepted it, not when it is done.</summary>
    /// <param name="request">The action with its identity, deadline and fencing token (S22).</param>
    /// <param name="cancellationToken">Ends the wait, not the action.</param>
    /// <exception cref="ProviderException">It was refused, or it is unknown whether it was accepted.</exception>
    Task StartAsync(ActionRequest request, CancellationToken cancellationToken);

    /// <summary>Asks what became of an action; <see cref="ActionPhase.Unknown"/> when the provider never saw
    /// it.</summary>
    /// <exception cref="ProviderException">The provider failed.</exception>
    Task<ActionStatus> QueryAsync(ActionId id, CancellationToken cancellationToken);

    /// <summary>Asks the provider to abort; the outcome is read with <see cref="QueryAsync"/>.</summary>
    /// <exception cref="ProviderException">The provider failed.</exception>
    Task AbortAsync(ActionId id, CancellationToken cancellationToken);
}
