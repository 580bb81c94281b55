using System.Collections.Immutable;
using Vireo.Adapters.OpenFlow.Wire;

namespace Vireo.Adapters.OpenFlow.Flows;

/// <summary>A group: several ways for a packet (OpenFlow 1.3.5, section 7.3.4.2).</summary>
/// <param name="Id">Its number.</param>
/// <param name="Kind">How of the ways is chosen.</param>
/// <param name="Buckets">The ways.</param>
internal sealed record FlowGroup(uint Id, GroupKind Kind, ImmutableArray<GroupBucket> Buckets)
{
    private const int LeastSize = 16;

    /// <summary>Reads what a switch says of one (<c>ofp_group_desc</c>).</summary>
    public static FlowGroup Read(ref WireReader reader)
    {
        var group = new WireReader(reader.Part(lengthAt: 0, least: 8, "group"));
        group.Skip(2);
        var kind = (GroupKind)group.Byte();
        group.Skip(1);
        uint id = group.Int();
        var buckets = ImmutableArray.CreateBuilder<GroupBucket>();
        while (group.Left > 0)
        {
            buckets.Add(Bucket(group.Part(lengthAt: 0, LeastSize, "bucket"), kind));
        }

        return new FlowGroup(id, kind, buckets.ToImmutable());
    }

    /// <summary>As it goes over the wire, after its number.</summary>
    public WireBytes Bytes()
    {
        var writer = new WireWriter();
        writer.Byte((byte)Kind);
        foreach (var bucket in Buckets)
        {
            Write(writer, bucket);
        }

        return new WireBytes(writer.Written.ToArray());
    }

    /// <summary>Writes its buckets.</summary>
    public void WriteBuckets(WireWriter writer)
    {
        foreach (var bucket in Buckets)
        {
            Write(writer, bucket);
        }
    }

    private static GroupBucket Bucket(ReadOnlySpan<byte> bytes, GroupKind kind)
    {
        var reader = new WireReader(bytes);
        reader.Skip(2);
        ushort weight = reader.Short();
        uint port = reader.Int();
        uint group = reader.Int();
        reader.Skip(4);

        // Others have no weight, whatever the switch says.
        return new GroupBucket([.. FlowAction.ReadAll(reader.Take(reader.Left))])
        {
            Weight = kind == GroupKind.Select ? weight : (ushort)0,
            WatchPort = port,
            WatchGroup = group,
        };
    }

    private static void Write(WireWriter writer, GroupBucket bucket)
    {
        int start = writer.Length;
        writer.Short(0);
        writer.Short(bucket.Weight);
        writer.Int(bucket.WatchPort);
        writer.Int(bucket.WatchGroup);
        writer.Zeros(4);
        foreach (var action in bucket.Actions)
        {
            action.Write(writer);
        }

        writer.LengthAt(start, start);
    }
}
