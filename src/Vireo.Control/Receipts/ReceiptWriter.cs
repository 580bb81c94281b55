using Vireo.Fleet;

namespace Vireo.Control;

/// <summary>Makes the receipt of a decision and keeps what it needs to be repeated.</summary>
internal sealed class ReceiptWriter(ClusterLoopOptions options, StateStore state)
{
    private readonly byte[][] _texts = new byte[4][];
    private readonly ContentHash[] _hashes = new ContentHash[4];

    public Receipt Write(
        DateTimeOffset at, FleetSnapshot fleet, Outlook outlook, Policy policy, Plan plan, string trace)
    {
        // Four pure computations, each into its own place; the outlook of a large fleet is many megabytes of text.
        Parallel.For(0, 4, i =>
        {
            _texts[i] = i switch
            {
                0 => CanonicalJson.Write(fleet),
                1 => CanonicalJson.Write(outlook),
                2 => CanonicalJson.Write(policy),
                _ => CanonicalJson.Write(plan),
            };
            _hashes[i] = ContentHash.OfBytes(_texts[i]);
        });
        var draft = new Receipt(
            0, at, options.Cluster, _hashes[0], _hashes[1], _hashes[2], _hashes[3], CodeVersion.Current, plan.Summary,
            plan.Actions.Length)
        {
            Trace = trace,
        };
        var receipt = draft;
        state.InTransaction(() =>
        {
            receipt = state.Receipts.Append(draft);
            if (options.KeepReceiptInputs)
            {
                KeepInputs(receipt);
            }
        });

        return receipt;
    }

    private void KeepInputs(Receipt receipt)
    {
        for (int i = 0; i < _texts.Length; i++)
        {
            state.Receipts.Keep(_hashes[i], _texts[i], receipt);
        }

        state.Receipts.ForgetContents(receipt.Cluster, options.ReceiptInputsToKeep);
    }
}
