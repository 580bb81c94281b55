using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Adapters.LoadBalancing;

/// <summary>What every load balancer can do. Each call may be repeated: what is so already stays so.</summary>
internal interface IBackendEngine : IAsyncDisposable
{
    /// <summary>What requests are sent to, in any order.</summary>
    /// <exception cref="ProviderException">It does not answer, or its answer is not understood.</exception>
    Task<ImmutableArray<Backend>> ListAsync(CancellationToken cancellationToken);

    /// <summary>Sends requests to a machine.</summary>
    /// <exception cref="ProviderException">It refuses, or it is unknown whether it did.</exception>
    Task ServeAsync(BackendMember member, CancellationToken cancellationToken);

    /// <summary>Sends nothing new to a machine; what was begun goes on.</summary>
    /// <exception cref="ProviderException">It refuses, or it is unknown whether it did.</exception>
    Task DrainAsync(VirtualMachineId machine, CancellationToken cancellationToken);

    /// <summary>Forgets a machine; what is open still may be cut.</summary>
    /// <exception cref="ProviderException">It refuses, or it is unknown whether it did.</exception>
    Task RemoveAsync(VirtualMachineId machine, CancellationToken cancellationToken);
}
