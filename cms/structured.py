"""What pages tell search engines, as schema.org describes it (JSON-LD)."""

from pathlib import PurePosixPath
from urllib.parse import urlsplit

from django.utils import timezone
from wagtail.models import Page

from ambassadors.models import Ambassador
from cms import addresses, cards, prose, reading
from cms.models import Article, BlogIndexPage, BlogPost, EventPage, HomePage, Vacancy, VideoPage
from cms.shareable import Shareable
from themes.models import Organisation, Theme

Data = dict[str, object]
_FILMS = {".mp4", ".m4v", ".mov", ".webm", ".ogv", ".mpg", ".mpeg"}


def of_page(page: Shareable, organisation: Organisation) -> Data | None:
    """Return the page's structured data; None for kinds that have none."""
    if isinstance(page, Vacancy):
        return job_posting(page, organisation)
    if isinstance(page, Article | BlogPost):
        return article(page, organisation)
    if isinstance(page, EventPage) and page.starts_at:
        return event(page, organisation)
    if isinstance(page, VideoPage):
        return video(page, organisation)
    return None


def card_address(page: Shareable, organisation: Organisation) -> str:
    """Return the full address of the page's card."""
    return addresses.absolute(f"/cards/{page.pk}-{cards.card_of(page, organisation).key}.png")


def author_address(post: BlogPost) -> str:
    """Return the full address of the author's page, nothing where the author keeps it to themself."""
    return profile_address(post.author)


def profile_address(author: Ambassador) -> str:
    """Return the full address of somebody's page, nothing where they keep it to themself."""
    index = BlogIndexPage.objects.live().first()
    if index is None or not (author.has_public_page and author.is_active):
        return ""
    return addresses.of_page(index) + index.reverse_subpage("author", args=[author.slug])


def profile(author: Ambassador, organisation: Organisation) -> Data:
    """Return the ProfilePage of an author who wants to be seen.

    https://developers.google.com/search/docs/appearance/structured-data/profile-page
    """
    person: Data = {"@type": "Person", "name": str(author.user), "url": profile_address(author)}
    known = {"jobTitle": author.job_title, "description": author.bio}
    person |= {name: value for name, value in known.items() if value}
    if author.portrait:
        person["image"] = addresses.absolute(author.portrait.url)
    if organisation.name:
        person["worksFor"] = _organisation(organisation.name, organisation)
    return {"@context": "https://schema.org", "@type": "ProfilePage", "mainEntity": person}


def trail(page: Page) -> Data | None:
    """Return the way from the front page to this one; None for what stands beside it.

    https://developers.google.com/search/docs/appearance/structured-data/breadcrumb
    """
    above = page.get_ancestors(inclusive=True).filter(depth__gt=1).live() if page.pk else []
    return _trail([(one.title, addresses.of_page(one)) for one in above])


def trail_of_author(author: Ambassador) -> Data | None:
    """Return the way from the front page over the blog to what somebody wrote."""
    index = BlogIndexPage.objects.live().first()
    above = index.get_ancestors(inclusive=True).filter(depth__gt=1) if index else []
    steps = [(one.title, addresses.of_page(one)) for one in above]
    return _trail([*steps, (str(author.user), profile_address(author))])


def trail_of_theme(theme: Theme, address: str) -> Data | None:
    """Return the way from the front page to the page of a theme."""
    front = HomePage.objects.live().first()
    return _trail([*([(front.title, addresses.of_page(front))] if front else []), (theme.name, address)])


def _trail(steps: list[tuple[str, str]]) -> Data | None:
    if len(steps) < 2:
        return None
    items = [{"@type": "ListItem", "position": n, "name": name, "item": url} for n, (name, url) in enumerate(steps, 1)]
    return {"@context": "https://schema.org", "@type": "BreadcrumbList", "itemListElement": items}


def article(page: Article | BlogPost, organisation: Organisation) -> Data:
    """Return a BlogPosting of an ambassador, or an Article."""
    is_post = isinstance(page, BlogPost)
    author = str(page.author.user) if isinstance(page, BlogPost) else page.byline
    data: Data = {
        "@context": "https://schema.org",
        "@type": "BlogPosting" if is_post else "Article",
        "headline": page.title[:110],
        "description": page.summary,
        "inLanguage": page.language,
        "image": [card_address(page, organisation)],
        "mainEntityOfPage": addresses.of_page(page),
        "publisher": _organisation(organisation.name, organisation),
    }
    if number := reading.words(page):
        data["wordCount"] = number
    if themes := [theme.name for theme in page.themes.all()]:
        data["keywords"] = themes
    if author:
        person = {"@type": "Person", "name": author}
        address = author_address(page) if isinstance(page, BlogPost) else ""
        data["author"] = [person | ({"url": address} if address else {})]
    else:
        data["author"] = [_organisation(organisation.name, organisation)]
    if page.first_published_at:
        data["datePublished"] = timezone.localtime(page.first_published_at).isoformat(timespec="seconds")
    if page.last_published_at:
        data["dateModified"] = timezone.localtime(page.last_published_at).isoformat(timespec="seconds")
    return data


def video(page: VideoPage, organisation: Organisation) -> Data:
    """Return a VideoObject with its words; `contentUrl` only where the address is the film itself, and not a page that plays it.

    https://developers.google.com/search/docs/appearance/structured-data/video
    """
    is_film = PurePosixPath(urlsplit(page.video_url).path).suffix.lower() in _FILMS
    data: Data = {
        "@context": "https://schema.org",
        "@type": "VideoObject",
        "name": page.title,
        "description": page.summary or page.title,
        "inLanguage": page.language,
        "thumbnailUrl": [card_address(page, organisation)],
        "url": addresses.of_page(page),
        "contentUrl" if is_film else "sameAs": page.video_url,
        "publisher": _organisation(organisation.name, organisation),
    }
    if page.first_published_at:
        data["uploadDate"] = timezone.localtime(page.first_published_at).isoformat(timespec="seconds")
    if page.minutes:
        data["duration"] = f"PT{page.minutes}M"
    if words := prose.plain(page.transcript):
        data["transcript"] = words
    if themes := [theme.name for theme in page.themes.all()]:
        data["keywords"] = themes
    return data


def event(page: EventPage, organisation: Organisation) -> Data:
    """Return an Event with what Google requires and recommends.

    https://developers.google.com/search/docs/appearance/structured-data/event
    """
    places: list[Data] = []
    if page.place:
        places.append({"@type": "Place", "name": page.place, "address": page.place})
    if page.online_url:
        places.append({"@type": "VirtualLocation", "url": page.online_url})
    mode = "Mixed" if len(places) > 1 else "Online" if page.online_url else "Offline"
    data: Data = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": page.title,
        "description": page.summary,
        "inLanguage": page.language,
        "image": [card_address(page, organisation)],
        "url": addresses.of_page(page),
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": f"https://schema.org/{mode}EventAttendanceMode",
        "location": places,
        "organizer": _organisation(organisation.name, organisation) | {"url": addresses.absolute("/")},
    }
    for name, moment in (("startDate", page.starts_at), ("endDate", page.ends_at)):
        if moment:
            data[name] = timezone.localtime(moment).isoformat(timespec="seconds")
    return data


def job_posting(vacancy: Vacancy, organisation: Organisation) -> Data:
    """Return a JobPosting with what Google requires and recommends.

    https://developers.google.com/search/docs/appearance/structured-data/job-posting
    """
    employer = vacancy.hiring_organisation or organisation.name
    data: Data = {
        "@context": "https://schema.org",
        "@type": "JobPosting",
        "title": vacancy.title,
        "description": vacancy.description,
        "datePosted": vacancy.date_posted.isoformat(),
        "employmentType": vacancy.employment_type,
        "hiringOrganization": _organisation(employer, organisation),
        "url": addresses.of_page(vacancy),
        "directApply": not vacancy.apply_url,
    }
    if vacancy.identifier:
        data["identifier"] = {"@type": "PropertyValue", "name": employer, "value": vacancy.identifier}
    if vacancy.hours:
        data["workHours"] = vacancy.hours
    if vacancy.closes_at:
        data["validThrough"] = vacancy.closes_at.isoformat()
    if vacancy.locality or not vacancy.is_remote:
        parts = {
            "streetAddress": vacancy.street_address,
            "postalCode": vacancy.postal_code,
            "addressLocality": vacancy.locality,
            "addressRegion": vacancy.region,
            "addressCountry": vacancy.country,
        }
        address = {"@type": "PostalAddress"} | {name: value for name, value in parts.items() if value}
        data["jobLocation"] = {"@type": "Place", "address": address}
    if vacancy.is_remote:
        data["jobLocationType"] = "TELECOMMUTE"
        if vacancy.country:
            data["applicantLocationRequirements"] = {"@type": "Country", "name": vacancy.country}
    if vacancy.education:
        asked = {"@type": "EducationalOccupationalCredential", "credentialCategory": vacancy.education}
        data["educationRequirements"] = asked
    if vacancy.experience_months:
        data["experienceRequirements"] = {
            "@type": "OccupationalExperienceRequirements",
            "monthsOfExperience": vacancy.experience_months,
        }
    elif vacancy.experience_months == 0:
        data["experienceRequirements"] = "no requirements"
    if vacancy.experience_is_enough and vacancy.education and vacancy.experience_months:
        data["experienceInPlaceOfEducation"] = True
    if vacancy.salary_minimum is not None or vacancy.salary_maximum is not None:
        data["baseSalary"] = _salary(vacancy)
    return data


def _salary(vacancy: Vacancy) -> Data:
    least, most = vacancy.salary_minimum, vacancy.salary_maximum
    value: Data = {"@type": "QuantitativeValue", "unitText": vacancy.salary_unit}
    if least is not None and most is not None and least != most:
        value |= {"minValue": float(least), "maxValue": float(most)}
    else:
        amount = least if least is not None else most
        value["value"] = float(amount or 0)
    return {"@type": "MonetaryAmount", "currency": vacancy.salary_currency, "value": value}


def _organisation(name: str, organisation: Organisation) -> Data:
    data: Data = {"@type": "Organization", "name": name}
    if name == organisation.name:
        data["sameAs"] = addresses.absolute("/")
        if organisation.logo:
            data["logo"] = addresses.absolute(organisation.logo.url)
    return data
