using System.Xml.Linq;

namespace Vireo.Adapters.VSphere;

/// <summary>An open session, and where the server's parts are.</summary>
/// <param name="Key">The session's identifier at the server.</param>
/// <param name="About">Product and version, for people.</param>
/// <param name="Content">References by name.</param>
/// <param name="Skew">How far the server's clock is ahead of ours; zero below a few seconds.</param>
internal sealed record ServiceContent(string Key, string About, XElement Content, TimeSpan Skew)
{
    /// <summary>The folder in which everything else lies.</summary>
    public ManagedObject RootFolder => Part("rootFolder");

    /// <summary>Collects properties.</summary>
    public ManagedObject PropertyCollector => Part("propertyCollector");

    /// <summary>Makes views.</summary>
    public ManagedObject ViewManager => Part("viewManager");

    /// <summary>Knows counters.</summary>
    public ManagedObject PerformanceManager => Part("perfManager");

    /// <summary>Knows tasks.</summary>
    public ManagedObject TaskManager => Part("taskManager");

    /// <summary>Knows what has happened.</summary>
    public ManagedObject EventManager => Part("eventManager");

    /// <summary>Knows privileges.</summary>
    public ManagedObject AuthorizationManager => Part("authorizationManager");

    /// <summary>Knows custom attributes; null on a host that is no vCenter.</summary>
    public ManagedObject? CustomFieldsManager => ManagedObject.Read(Content.Child("customFieldsManager"));

    private ManagedObject Part(string name) => ManagedObject.Read(Content.Child(name))
        ?? throw new VimFault("NotSupported", $"The server has no '{name}'");
}
