using System.Text.Json;
using Vireo.Fleet;
using Vireo.Scheduling;

namespace Vireo.Control;

/// <summary>Re-runs a decision from its receipt: the promise that every decision can be explained and
/// repeated.</summary>
public sealed class ReceiptVerifier
{
    private readonly StateStore _state;
    private readonly Decision _decide;

    /// <summary>Verifies with the scheduler of this version.</summary>
    public ReceiptVerifier(StateStore state)
        : this(state, Scheduler.Plan)
    {
    }

    internal ReceiptVerifier(StateStore state, Decision decide)
    {
        _state = state;
        _decide = decide;
    }

    /// <summary>Loads the three inputs, decides again and compares. Safe from any thread.</summary>
    public ReceiptVerification Verify(long id)
    {
        if (_state.Receipts.Find(id) is not { } receipt)
        {
            return Inconclusive(id, WhyMissing(id));
        }

        if (!IsKept(receipt))
        {
            return Inconclusive(
                id,
                $"The inputs of decision {id} are not kept any more, so it cannot be repeated. The receipt itself, with " +
                "their hashes, is.");
        }

        try
        {
            var plan = _decide(
                Load<FleetSnapshot>(receipt.Fleet, "fleet snapshot"),
                Load<Outlook>(receipt.Outlook, "outlook"),
                Load<Policy>(receipt.Policy, "policy"));

            return Compare(receipt, ContentHash.Of(plan));
        }
        catch (InvalidDataException problem)
        {
            return Negative(id, problem.Message);
        }
    }

    /// <summary>Why there is no receipt of a number, in one sentence.</summary>
    public string WhyMissing(long id) => _state.Folds.Of(id) is { } fold
        ? $"Decision {id} is too old to be kept by itself: receipts {fold.First} to {fold.Last} of '{fold.Cluster}', " +
          $"{fold.Since.UtcDateTime:yyyy-MM}, were folded into the digest {fold.Digest.Short}."
        : $"There is no receipt {id}.";

    private static ReceiptVerification Compare(Receipt receipt, ContentHash again)
    {
        if (again == receipt.Plan)
        {
            return new ReceiptVerification(
                receipt.Id, true,
                $"The decision was repeated from its three inputs and gave the identical plan {again.Short}." +
                (receipt.CodeVersion == CodeVersion.Current ? "" : $" {OtherVersion(receipt)}"));
        }

        string why = receipt.CodeVersion == CodeVersion.Current
            ? "The same version decided, so the receipt or the decision's purity is broken."
            : OtherVersion(receipt);

        return Negative(
            receipt.Id, $"The decision gave plan {again.Short}; the receipt says {receipt.Plan.Short}. {why}");
    }

    private static string OtherVersion(Receipt receipt) =>
        $"Version {receipt.CodeVersion} decided then; this is version {CodeVersion.Current}.";

    // Retention drops snapshot and outlook together, as no two decisions share them; one missing alone was removed.
    private bool IsKept(Receipt receipt) =>
        _state.Receipts.HasContent(receipt.Fleet) || _state.Receipts.HasContent(receipt.Outlook);

    private static ReceiptVerification Inconclusive(long id, string why) => new(id, false, why) { IsConclusive = false };

    private static ReceiptVerification Negative(long id, string why) => new(id, false, why);

    private T Load<T>(ContentHash hash, string what)
    {
        byte[] content = Unpack(hash, what) ?? throw new InvalidDataException(
            $"The {what} {hash.Short} is missing although other inputs of the decision are kept: it was removed.");
        var found = ContentHash.OfBytes(content);
        if (found != hash)
        {
            throw new InvalidDataException(
                $"The stored {what} was changed: its hash is {found.Short}, the receipt says {hash.Short}.");
        }

        try
        {
            return CanonicalJson.Read<T>(content);
        }
        catch (JsonException problem)
        {
            throw new InvalidDataException(
                $"The stored {what} {hash.Short} is genuine, but this version cannot read it: {problem.Message}", problem);
        }
    }

    private byte[]? Unpack(ContentHash hash, string what)
    {
        try
        {
            return _state.Receipts.FindContent(hash);
        }
        catch (InvalidDataException damage)
        {
            throw new InvalidDataException($"The {what} {hash.Short} cannot be read: {damage.Message}", damage);
        }
    }
}
