using System.Collections.Immutable;
using Vireo.Fleet;
using Vireo.Server.Dashboard.Live;
using Host = Vireo.Fleet.Host;

namespace Vireo.Server.Dashboard.HeatMap;

/// <summary>One picture of the fleet as the heat map draws it: tiles, moves, and one byte of load per host and machine.
/// A thousand machines are a kilobyte on the wire.</summary>
/// <param name="Hosts">Tiles in the order of the inventory, so that a host keeps its place.</param>
/// <param name="Moves">Migrations under way, as positions of source and target.</param>
/// <param name="HostLoads">One byte a host, see <see cref="Encode"/>.</param>
/// <param name="MachineLoads">One byte a machine, host by host.</param>
public sealed record HeatMapFrame(
    ImmutableArray<HeatMapHost> Hosts,
    ImmutableArray<ImmutableArray<int>> Moves,
    byte[] HostLoads,
    byte[] MachineLoads)
{
    /// <summary>The byte of an unknown load.</summary>
    public const byte Unknown = 255;

    private const double BytesPerUnit = 200;

    /// <summary>Builds the frame of one measure.</summary>
    public static HeatMapFrame Of(FleetPicture picture, HeatMapMeasure measure)
    {
        var machines = picture.Hosts.SelectMany(host => picture.On(host.Id));

        return new HeatMapFrame(
            [.. picture.Hosts.Select(host => Tile(host, picture))],
            Migrations(picture),
            [.. picture.Hosts.Select(host => Encode(LoadOf(EntityId.Of(host.Id), picture, measure)))],
            [.. machines.Select(machine => Encode(LoadOf(EntityId.Of(machine.Id), picture, measure)))]);
    }

    /// <summary>Whether the other frame needs the same tiles and arrows.</summary>
    public bool HasSameShapeAs(HeatMapFrame? other) =>
        other is not null
        && Hosts.AsSpan().SequenceEqual(other.Hosts.AsSpan())
        && Moves.Length == other.Moves.Length
        && Moves.Zip(other.Moves).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second.AsSpan()));

    /// <summary>200 is full, 254 is the most that is told apart, 255 is unknown.</summary>
    public static byte Encode(double? ratio) => ratio is { } known && double.IsFinite(known)
        ? (byte)Math.Clamp(Math.Round(known * BytesPerUnit), 0, Unknown - 1)
        : Unknown;

    private static double? LoadOf(EntityId entity, FleetPicture picture, HeatMapMeasure measure)
    {
        var load = picture.Load.Of(entity);

        return measure == HeatMapMeasure.Cpu ? load.CpuRatio : load.MemoryRatio;
    }

    private static HeatMapHost Tile(Host host, FleetPicture picture) => new(
        host.Id.Value, host.Name, host.Model, Word(host.State), host.IsInMaintenance, picture.On(host.Id).Count());

    private static string Word(HostState state) => state switch
    {
        HostState.PoweringOn => "starting",
        HostState.PoweringOff => "stopping",
        HostState.Unreachable => "no answer",
        _ => state.ToString().ToLowerInvariant(),
    };

    private static ImmutableArray<ImmutableArray<int>> Migrations(FleetPicture picture)
    {
        var place = picture.Hosts.Select((host, at) => (host.Id, at)).ToDictionary(pair => pair.Id, pair => pair.at);

        return
        [
            .. picture.State.Fleet.InFlight
                .Select(action => action.Action)
                .OfType<Migration>()
                .Where(move => place.ContainsKey(move.From) && place.ContainsKey(move.To))
                .Select(move => ImmutableArray.Create(place[move.From], place[move.To])),
        ];
    }
}
