using System.Xml.Linq;

namespace Vireo.Adapters.VSphere;

/// <summary>Takes what an <see cref="UpdateStream"/> brings.</summary>
internal interface IUpdateSink
{
    /// <summary>What follows is everything there is, from nothing: what is known so far stands until
    /// <see cref="Commit"/>.</summary>
    void Restart();

    /// <summary>An object has appeared, or properties of it have changed.</summary>
    /// <param name="target">Which.</param>
    /// <param name="path">The property's path.</param>
    /// <param name="value">Its new value; null when it has none.</param>
    void Set(ManagedObject target, string path, XElement? value);

    /// <summary>An object is there, whatever is known of it.</summary>
    void Enter(ManagedObject target);

    /// <summary>An object is not there any more.</summary>
    void Leave(ManagedObject target);

    /// <summary>What was said since the last time is complete.</summary>
    void Commit();
}
