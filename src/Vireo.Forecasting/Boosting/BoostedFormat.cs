using System.Runtime.Intrinsics;
using System.Text;
using Vireo.Forecasting.Intervals;

namespace Vireo.Forecasting.Boosting;

/// <summary>Keeps a trained model as bytes: a mark, a version, the options that forecasting needs, then the
/// trees.</summary>
internal static class BoostedFormat
{
    private const uint Mark = 0x4D_42_47_56;
    private const int Version = 1;
    private const int MostTrees = 10_000;
    private const int MostLeaves = 100_000;

    public static void Write(BoostedQuantiles model, Stream stream)
    {
        using var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        writer.Write(Mark);
        writer.Write(Version);
        writer.Write(model.Options.Horizon);
        writer.Write(model.Options.Season);
        writer.Write(model.Forest.Features);
        foreach (double factor in model.Widths.Factors)
        {
            writer.Write(factor);
        }

        WriteLanes(writer, model.Forest.Start);
        writer.Write(model.Forest.Trees.Length);
        foreach (QuantileTree tree in model.Forest.Trees)
        {
            Write(writer, tree);
        }
    }

    public static BoostedQuantiles Read(Stream stream)
    {
        using var reader = new BinaryReader(stream, Encoding.UTF8, leaveOpen: true);
        try
        {
            Require(reader.ReadUInt32() == Mark, "it does not start with the mark of one");
            int version = reader.ReadInt32();
            Require(version == Version, $"it has version {version}, this program reads {Version}");

            return ReadBody(reader);
        }
        catch (EndOfStreamException exception)
        {
            throw new InvalidDataException("The boosted model ends early. Train it again.", exception);
        }
    }

    private static BoostedQuantiles ReadBody(BinaryReader reader)
    {
        var options = new BoostingOptions { Horizon = reader.ReadInt32(), Season = reader.ReadInt32() };
        int features = reader.ReadInt32();
        Require(options.Horizon > 0 && options.Season > 0, "its horizon or season is not positive");
        Require(features == SeriesFeatures.Count(options.Season), $"it has {features} features, which are not today's");
        double[] factors = new double[QuantileLevels.Count];
        for (int level = 0; level < factors.Length; level++)
        {
            factors[level] = reader.ReadDouble();
        }

        Vector256<float> start = ReadLanes(reader);
        var trees = new QuantileTree[ReadCount(reader, 0, MostTrees)];
        for (int tree = 0; tree < trees.Length; tree++)
        {
            trees[tree] = ReadTree(reader, features);
        }

        return new(new QuantileForest(features, start, trees), new ConformalWidths(factors), options);
    }

    private static void Write(BinaryWriter writer, QuantileTree tree)
    {
        writer.Write(tree.Leaves.Length);
        foreach (QuantileTree.Node node in tree.Nodes)
        {
            writer.Write((short)node.Feature);
            writer.Write(node.Threshold);
            writer.Write(node.Left);
            writer.Write(node.Right);
        }

        foreach (Vector256<float> leaf in tree.Leaves)
        {
            WriteLanes(writer, leaf);
        }
    }

    private static QuantileTree ReadTree(BinaryReader reader, int features)
    {
        int leaves = ReadCount(reader, 1, MostLeaves);
        var nodes = new QuantileTree.Node[leaves - 1];
        for (int at = 0; at < nodes.Length; at++)
        {
            var node = new QuantileTree.Node(
                reader.ReadInt16(), reader.ReadSingle(), reader.ReadInt32(), reader.ReadInt32());
            bool isSound = node.Feature >= 0 && node.Feature < features && Leads(node.Left) && Leads(node.Right);
            Require(isSound, "a tree has a node that leads nowhere");
            nodes[at] = node;

            // Children come after their parent, so that a walk always ends.
            bool Leads(int child) => child >= 0 ? child > at && child < leaves - 1 : ~child < leaves;
        }

        var steps = new Vector256<float>[leaves];
        for (int leaf = 0; leaf < leaves; leaf++)
        {
            steps[leaf] = ReadLanes(reader);
        }

        return new() { Nodes = nodes, Leaves = steps };
    }

    private static void WriteLanes(BinaryWriter writer, Vector256<float> lanes)
    {
        for (int level = 0; level < QuantileLevels.Count; level++)
        {
            writer.Write(lanes[level]);
        }
    }

    private static Vector256<float> ReadLanes(BinaryReader reader)
    {
        Span<float> lanes = stackalloc float[Vector256<float>.Count];
        lanes.Clear();
        for (int level = 0; level < QuantileLevels.Count; level++)
        {
            lanes[level] = reader.ReadSingle();
            Require(float.IsFinite(lanes[level]), "a quantile in it is not finite");
        }

        return Vector256.Create<float>(lanes);
    }

    private static int ReadCount(BinaryReader reader, int least, int most)
    {
        int count = reader.ReadInt32();
        Require(count >= least && count <= most, $"it counts {count} where {least} to {most} are possible");

        return count;
    }

    private static void Require(bool isSound, string problem)
    {
        if (!isSound)
        {
            throw new InvalidDataException($"This is not a boosted model that can be used: {problem}. Train it again.");
        }
    }
}
