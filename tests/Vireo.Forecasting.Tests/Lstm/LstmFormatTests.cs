using CsCheck;
using Vireo.Forecasting.Lstm;

namespace Vireo.Forecasting.Tests.Lstm;

public sealed class LstmFormatTests
{
    private static readonly LstmNetwork Network = LstmFixture.Random(LstmFixture.Small(layers: 2));

    [Fact]
    public void A_network_comes_back_bit_for_bit()
    {
        LstmNetwork loaded = Load(Saved());

        Assert.True(loaded.Parameters.SequenceEqual(Network.Parameters));
        Assert.Equal(Network.Shape.Levels.AsEnumerable(), loaded.Shape.Levels);
        Assert.Equal(Network.Shape with { Levels = loaded.Shape.Levels }, loaded.Shape);
    }

    [Fact]
    public void Any_flipped_bit_is_noticed() =>
        Gen.Select(Gen.Int[0, Saved().Length - 1], Gen.Int[0, 7]).Sample(
            (at, bit) =>
            {
                byte[] bytes = Saved();
                bytes[at] ^= (byte)(1 << bit);
                Assert.Throws<InvalidDataException>(() => Load(bytes));
            },
            iter: 200);

    [Fact]
    public void Any_shortened_file_is_noticed() =>
        Gen.Int[0, Saved().Length - 1].Sample(
            length => Assert.Throws<InvalidDataException>(() => Load(Saved()[..length])), iter: 100);

    [Fact]
    public void Another_file_a_newer_version_and_another_kind_are_told_apart()
    {
        byte[] newer = Saved();
        newer[8] = 2;
        byte[] checkpoint = Saved();
        checkpoint[12] = 2;

        Assert.Contains("does not begin with", Assert.Throws<InvalidDataException>(() => Load(new byte[99])).Message);
        Assert.Contains("has version 2", Assert.Throws<InvalidDataException>(() => Load(newer)).Message);
        Assert.Contains("Checkpoint", Assert.Throws<InvalidDataException>(() => Load(checkpoint)).Message);
    }

    [Fact]
    public void A_pair_of_networks_comes_back_bit_for_bit_and_has_one_shape()
    {
        LstmNetwork other = LstmFixture.Random(LstmFixture.Small(layers: 1));
        var start = new LstmNetwork(Network.Shape, LstmNetwork.Start(Network.Shape, seed: 9));
        using var stream = new MemoryStream();
        LstmFormat.SavePair(new NetworkPair(start, Network), stream);
        stream.Position = 0;

        NetworkPair loaded = LstmFormat.LoadPair(stream);

        Assert.True(loaded.Judged.Parameters.SequenceEqual(start.Parameters));
        Assert.True(loaded.Shared.Parameters.SequenceEqual(Network.Parameters));
        Assert.Throws<ArgumentException>(() => LstmFormat.SavePair(new NetworkPair(other, Network), stream));
        Assert.Throws<InvalidDataException>(() => LstmFormat.LoadPair(new MemoryStream(Saved())));
    }

    private static byte[] Saved()
    {
        using var stream = new MemoryStream();
        LstmFormat.Save(Network, stream);

        return stream.ToArray();
    }

    private static LstmNetwork Load(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);

        return LstmFormat.Load(stream);
    }
}
