using CsCheck;
using Vireo.Fleet;
using Vireo.Scheduling.Network;

namespace Vireo.Scheduling.Tests.Network;

public sealed class MemberIndexTests
{
    private static readonly Gen<string> Name = Gen.OneOf("a", "ab", "abc", "b", "ba", "web-1", "web-2", "web-10", "");

    private static readonly Gen<string> Pattern = Gen.OneOf("*", "a*", "*b", "web-*", "web-1", "a", "", "*a*", "w*1", "x*");

    [Fact]
    public void It_finds_those_whom_asking_everybody_finds() =>
        Gen.Select(Gen.Select(Name, Gen.Int[0, 3]).Array[0, 12], Gen.Int[1, 3].Array[0, 2], Pattern.Array[0, 3]).Sample((all, groups, patterns) =>
        {
            var items = all.Select((one, at) => new Item(at, one.Item1, one.Item2 == 0 ? null : new VmGroupId($"g{one.Item2}"))).ToList();
            var asked = groups.Select(group => new VmGroupId($"g{group}")).ToList();
            var index = new MemberIndex<Item>(items, item => item.Name, item => item.Group);

            var expected = items.Where(item => NetworkMembers.IsMember([.. asked], [.. patterns], item.Name, item.Group)).Select(item => item.At);

            Assert.Equal(expected, index.Of([.. asked], [.. patterns]).Select(item => item.At).Distinct().Order());
        }, iter: 5_000);

    private sealed record Item(int At, string Name, VmGroupId? Group);
}
