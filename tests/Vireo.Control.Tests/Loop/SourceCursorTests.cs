using CsCheck;
using Vireo.Fleet;

namespace Vireo.Control.Tests.Loop;

public sealed class SourceCursorTests
{
    private static readonly ProviderId Provider = new("p");
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Each_item_is_taken_once_whatever_its_clock_says_unless_it_is_older_than_what_was_read() =>
        Gen.Select(Gen.Int[0, 30], Gen.Int[-3, 40]).Array[1, 60].Sample(items =>
        {
            // An item is written in one minute and dated some minutes ahead of it or behind.
            var cursor = new SourceCursor<(int Number, DateTimeOffset At)>(item => item.At);
            List<(int Minute, (int Number, DateTimeOffset At) Item)> written =
                [.. items.Select((item, i) => (item.Item1, (i, Start.AddMinutes(item.Item1 + item.Item2))))];
            List<int> taken = [];
            for (int minute = 1; minute < 80; minute++)
            {
                var after = cursor.After(Provider, Start.AddMinutes(-10));
                var answer = written.Where(one => one.Minute < minute && one.Item.At > after).Select(one => one.Item).ToList();
                taken.AddRange(cursor.TakeNew(Provider, answer, Start.AddMinutes(minute)).Select(item => item.Number));
            }

            Assert.Equal(taken.Distinct(), taken);
            Assert.All(
                written.Where(one => one.Item.At > Start.AddMinutes(one.Minute)),
                one => Assert.Contains(one.Item.Number, taken));
        });
}
