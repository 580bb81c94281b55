using System.Collections.Immutable;
using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>One provider's newest facts and health; owned and changed by <see cref="FleetInventory"/> only.</summary>
internal sealed class ProviderSlot(ConnectedProvider provider)
{
    public ConnectedProvider Provider { get; } = provider;

    public ProviderId Id { get; } = provider.Reader.Id;

    /// <summary>What it is there for, by what can be done there.</summary>
    public ProviderRole Role { get; } = provider.Reader.Capabilities.Actions switch
    {
        ActionKinds.Backends => ProviderRole.LoadBalancer,
        ActionKinds.Network => ProviderRole.Network,
        _ => ProviderRole.Hypervisor,
    };

    /// <summary>Whether it only speaks to a load balancer: it has no hosts.</summary>
    public bool IsLoadBalancer => Role == ProviderRole.LoadBalancer;

    public ProviderFacts Facts { get; set; } = ProviderFacts.None;

    /// <summary>When the newest answer was asked for; null when there never was one.</summary>
    public DateTimeOffset? AsOf { get; set; }

    /// <summary>The last error; empty when it answered last time.</summary>
    public string Error { get; set; } = "";

    /// <summary>How long the newest answer took.</summary>
    public TimeSpan? AnswerTime { get; set; }

    /// <summary>The newest error, whether it is over or not.</summary>
    public (string Text, DateTimeOffset? At) LastError { get; set; } = ("", null);

    /// <summary>The turn whose answer was taken last; answers of earlier turns come too late.</summary>
    public long Turn { get; set; }

    /// <summary>The inventory behind <see cref="Facts"/>, to skip the work when nothing changed.</summary>
    public ProviderInventory? Raw { get; set; }

    /// <summary>Problems already told.</summary>
    public ImmutableArray<InventoryProblem> Told { get; set; } = [];

    /// <summary>Whether it was asked and has answered, if only with an error.</summary>
    public bool IsAsked => Error.Length > 0 || AsOf is not null;

    public bool Answers => Error.Length == 0 && AsOf is not null;

    public ProviderHealth Health => new(Id, AsOf, Error)
    {
        Role = Role,
        AnswerTime = AnswerTime,
        LastError = LastError.Text,
        LastErrorAt = LastError.At,
        IsActedOn = Provider.Actuator is not null,
        MayDo = Provider.Actuator is null ? ActionKinds.None : Provider.Reader.Capabilities.Actions,
        Self = (Provider.Reader as IDescribedProvider)?.Describe(),
    };
}
