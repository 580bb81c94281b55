using System.Text;

namespace Vireo.Fleet.Tests;

public sealed class SnapshotSetTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly MachineSnapshot First = new("first", Noon) { HasMemory = true };
    private static readonly MachineSnapshot Second = new("second", Noon.AddHours(1)) { Parent = "first" };

    [Fact]
    public void Snapshots_stand_oldest_first_and_the_newest_taken_is_the_one_that_is_gone_on_from()
    {
        var set = new SnapshotSet(Second).With(First);

        Assert.Equal("first, second", set.ToString());
        Assert.Equal((true, false), (set.Find("first")!.IsCurrent, set.Find("second")!.IsCurrent));
        Assert.Null(set.Find("third"));
    }

    [Fact]
    public void One_that_is_deleted_leaves_its_place_to_the_one_before()
    {
        var set = new SnapshotSet(First, Second, new MachineSnapshot("third", Noon.AddHours(2)) { Parent = "second" }).GoingOnFrom("second");

        var left = set.Without("second");

        Assert.Equal("first", left.Find("third")!.Parent);
        Assert.True(left.Find("first")!.IsCurrent);
    }

    [Fact]
    public void Sets_are_equal_by_what_they_hold_and_survive_their_text()
    {
        var set = new SnapshotSet(First, Second);

        string text = Encoding.UTF8.GetString(CanonicalJson.Write(set.All));

        Assert.Equal(set, new SnapshotSet(Second, First));
        Assert.NotEqual(set, set.Without("first"));
        Assert.Equal(default, new SnapshotSet());
        Assert.Equal(set, CanonicalJson.Read<SnapshotSet>(Encoding.UTF8.GetBytes(text)));
    }
}
