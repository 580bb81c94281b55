using Vireo.Fleet;

namespace Vireo.Control.Tests.Execution;

/// <summary>Actions in the words of people.</summary>
public sealed class ActionWordsTests
{
    [Theory]
    [InlineData(OvnStageKind.Release, "Change the network, make room: 0 changes")]
    [InlineData(OvnStageKind.Break, "Change the network, remove: 0 changes")]
    public void A_stage_of_the_network_says_what_happens(OvnStageKind kind, string words) =>
        Assert.Equal(words, ActionWords.Of(new ChangeNetwork(new ProviderId("ovn"), new OvnStage(kind, []), [])));
}
