using System.Collections.Immutable;
using System.Xml.Linq;

namespace Vireo.Adapters.VSphere;

/// <summary>Keeps the picture of a server: built once, then changed as its objects change.</summary>
internal sealed class InventoryBook : IUpdateSink
{
    private static readonly ImmutableArray<(string Type, ImmutableArray<string> Paths)> Followed =
    [
        ("VirtualMachine", MachineFacts.Paths),
        ("HostSystem", HostFacts.Paths),
        ("ResourcePool", PoolFacts.Paths),
        ("ComputeResource", ClusterFacts.Paths),
        ("Datacenter", PlaceFacts.Paths),
        ("Folder", PlaceFacts.Paths),
        ("Datastore", PlaceFacts.DatastorePaths),
        ("Network", PlaceFacts.Paths),
        ("DistributedVirtualSwitch", PlaceFacts.Paths),
    ];

    private readonly Lock _gate = new();
    private VCenterPicture _picture = new();
    private VCenterPicture? _building;
    private bool _isChanged;
    private long _version;

    /// <summary>What is followed: a view of all objects, which changes as they come and go.</summary>
    public static async Task<PropertyPlan> PlanAsync(VimSession session, ServiceContent content,
        CancellationToken cancellationToken)
    {
        var view = await session.CallAsync(
            new VimCall(
                "CreateContainerView", content.ViewManager,
                [
                    content.RootFolder.As("container"),
                    .. Followed.Select(one => Vim.Element("type", one.Type)),
                    Vim.Element("recursive", true),
                ]),
            cancellationToken);

        return new PropertyPlan(
            Followed, ManagedObject.Read(view) ?? throw new VimFault("RuntimeFault", "The view was not made"), "view");
    }

    /// <summary>Reads the picture; it must not be kept.</summary>
    /// <param name="read">Gets the picture and a number that grows with every change of it.</param>
    public T Read<T>(Func<VCenterPicture, long, T> read)
    {
        lock (_gate)
        {
            return read(_picture, _version);
        }
    }

    /// <inheritdoc/>
    public void Restart()
    {
        lock (_gate)
        {
            _building = new VCenterPicture();
        }
    }

    /// <inheritdoc/>
    public void Enter(ManagedObject target)
    {
        lock (_gate)
        {
            Target.Enter(target);
            _isChanged = true;
        }
    }

    /// <inheritdoc/>
    public void Set(ManagedObject target, string path, XElement? value)
    {
        lock (_gate)
        {
            Target.Set(target, path, value);
            _isChanged = true;
        }
    }

    /// <inheritdoc/>
    public void Leave(ManagedObject target)
    {
        lock (_gate)
        {
            Target.Leave(target);
            _isChanged = true;
        }
    }

    /// <inheritdoc/>
    public void Commit()
    {
        lock (_gate)
        {
            _picture = _building ?? _picture;
            _building = null;
            _version += _isChanged ? 1 : 0;
            _isChanged = false;
        }
    }

    private VCenterPicture Target => _building ?? _picture;
}
