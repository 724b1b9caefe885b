namespace SalesOps.Domain.Model.Rules;

/// <summary>
/// Whether somebody sees to new work. There are four facts of a person, and this is the whole formula of what they do.
/// <para>Demanded of who gets anything: being here and let in. Where that fails, nobody is bound to them and nothing is given to them (<c>StoreDirectory.MayWork</c>).</para>
/// <para>Preferred: neither on leave (planned, with a stand-in, who has the agents meanwhile) nor away by their own word (<see cref="SalesUser.AwaySince"/>, which moves nothing and ends no session).
/// New customers go to others while others fit, no rebalancing sends any there, and nobody is proposed as heir. The hours of their AI agents are preferred likewise, agent by agent.</para>
/// <para>Only shown: whether a page of theirs is open. A page in the background tells nothing of who sits before it, and somebody may work in the channel itself.</para>
/// </summary>
public enum Attendance
{
    Here,
    /// <summary>Says so.</summary>
    Away,
    /// <summary>On leave that was planned.</summary>
    OnLeave,
    /// <summary>An admin lets them in no more.</summary>
    Suspended,
}
