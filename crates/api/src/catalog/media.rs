//! Images, videos and 3D models.

use crate::list::List;
use crate::{connection, context::RequestContext};
use async_graphql::{Context, Description, Enum, ID, InputObject, Interface, Object, SimpleObject};
use souk_entities::catalog::product::{self, MediaKind};
use souk_kernel::{
    error::ApiError,
    ids::{self, Gid},
    pagination::RequestedPage,
    scalars::Url,
};
use souk_shop::catalog::{
    lists::{self, ListPosition},
    media_url::{self, CropRegion, ImageContentType, MAX_SIDE, Transform},
};
use std::sync::Arc;

/// An image.
#[derive(Clone, Debug, Description)]
pub struct Image(Arc<product::Media>);

/// How to transform an image. The aspect ratio is kept unless `crop` is given. Uploaded images are
/// made in a limited number of sizes, so one may be somewhat smaller than requested.
#[derive(Clone, Debug, InputObject)]
pub struct ImageTransformInput {
    /// Region to keep when cropping; needs both a maximum width and a maximum height.
    crop: Option<CropRegion>,
    /// Maximum height in pixels, 1 to 5760.
    #[graphql(validator(minimum = 1, maximum = 5760))]
    max_height: Option<i32>,
    /// Maximum width in pixels, 1 to 5760.
    #[graphql(validator(minimum = 1, maximum = 5760))]
    max_width: Option<i32>,
    /// File format to deliver.
    preferred_content_type: Option<ImageContentType>,
    /// Factor applied to width and height for high-density screens, 1 to 3.
    #[graphql(default_with = "Some(1)", validator(minimum = 1, maximum = 3))]
    scale: Option<i32>,
}

impl From<ImageTransformInput> for Transform {
    fn from(input: ImageTransformInput) -> Self {
        let scale = input.scale.unwrap_or(1).unsigned_abs().clamp(1, 3);
        let side = |side: Option<i32>| {
            side.map(|side| side.unsigned_abs().saturating_mul(scale).clamp(1, MAX_SIDE))
        };
        let (width, height) = (side(input.max_width), side(input.max_height));
        Self {
            width,
            height,
            crop: input.crop.filter(|_| width.is_some() && height.is_some()),
            format: input.preferred_content_type,
        }
    }
}

impl Image {
    /// Wraps a stored picture.
    pub fn new(media: &product::Media) -> Self {
        Self(Arc::new(media.clone()))
    }

    /// A picture of which only the source and the alternative text are stored.
    pub fn of_source(source: &str, alt: &str) -> Self {
        Self(Arc::new(product::Media {
            id: 0.into(),
            kind: MediaKind::Image,
            source: source.to_owned(),
            alt: Some(alt.to_owned()),
            width: None,
            height: None,
            preview: None,
        }))
    }

    /// The first image among the media of a product.
    pub fn featured(row: &product::Model) -> Option<Self> {
        let mut media = row.media.0.iter();
        media
            .find(|medium| medium.kind == MediaKind::Image)
            .map(Self::new)
    }
}

#[Object(use_type_description)]
impl Image {
    /// Alternative text.
    fn alt_text(&self) -> Option<&str> {
        self.0.alt.as_deref()
    }

    /// Height of the original in pixels, if known.
    fn height(&self) -> Option<i32> {
        self.0.height
    }

    /// Global id; null if only the source of the image is known.
    fn id(&self) -> Option<ID> {
        let id = self.0.id.0;
        (id != 0).then(|| ids::gid("ProductImage", id))
    }

    /// URL of the original image.
    #[graphql(deprecation = "Use `url`.")]
    fn original_src(&self, ctx: &Context<'_>) -> Url {
        self.address(ctx, Transform::default())
    }

    /// URL of the image.
    #[graphql(deprecation = "Use `url`.")]
    fn src(&self, ctx: &Context<'_>) -> Url {
        self.address(ctx, Transform::default())
    }

    /// URL of the image in another size or format.
    #[graphql(deprecation = "Use `url(transform:)`.")]
    fn transformed_src(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "Region to keep when cropping; needs both a maximum width and a maximum height."
        )]
        crop: Option<CropRegion>,
        #[graphql(
            desc = "Maximum height in pixels.",
            validator(minimum = 1, maximum = 5760)
        )]
        max_height: Option<i32>,
        #[graphql(
            desc = "Maximum width in pixels.",
            validator(minimum = 1, maximum = 5760)
        )]
        max_width: Option<i32>,
        #[graphql(desc = "File format to deliver.")] preferred_content_type: Option<
            ImageContentType,
        >,
        #[graphql(
            desc = "Factor applied to width and height for high-density screens.",
            default_with = "Some(1)",
            validator(minimum = 1, maximum = 3)
        )]
        scale: Option<i32>,
    ) -> Url {
        let input = ImageTransformInput {
            crop,
            max_height,
            max_width,
            preferred_content_type,
            scale,
        };
        self.address(ctx, input.into())
    }

    /// URL of the image, transformed as requested.
    fn url(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How to transform the image; the original if omitted.")] transform: Option<
            ImageTransformInput,
        >,
    ) -> Url {
        self.address(ctx, transform.map(Transform::from).unwrap_or_default())
    }

    /// Width of the original in pixels, if known.
    fn width(&self) -> Option<i32> {
        self.0.width
    }
}

impl Image {
    fn address(&self, ctx: &Context<'_>, transform: Transform) -> Url {
        Url(media_url::media_address(
            ctx.app(),
            &self.0.source,
            transform,
        ))
    }
}

connection!(ImageConnection, ImageEdge, Image, "images");

/// Types of media.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaContentType {
    /// A video on another site.
    ExternalVideo,
    /// An image.
    Image,
    /// A 3D model.
    #[graphql(name = "MODEL_3D")]
    Model3d,
    /// A video served by the shop.
    Video,
}

/// Sites that videos can be embedded from.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaHost {
    /// Vimeo.
    Vimeo,
    /// YouTube.
    Youtube,
}

/// An image, video or 3D model.
#[derive(Interface, Clone)]
#[graphql(
    field(name = "alt", ty = "Option<&str>", desc = "Alternative text."),
    field(name = "id", ty = "ID", desc = "Global id."),
    field(
        name = "media_content_type",
        ty = "MediaContentType",
        desc = "Type of the medium."
    ),
    field(name = "preview_image", ty = "Option<Image>", desc = "Preview image.")
)]
pub enum Media {
    /// An image.
    MediaImage(MediaImage),
    /// A video served by the shop.
    Video(Video),
    /// A video on another site.
    ExternalVideo(ExternalVideo),
    /// A 3D model.
    Model3d(Model3d),
}

impl Media {
    /// Wraps a stored medium.
    pub fn new(media: &product::Media) -> Self {
        let shared = Arc::new(media.clone());
        match media.kind {
            MediaKind::Image => Self::MediaImage(MediaImage(shared)),
            MediaKind::Video => Self::Video(Video(shared)),
            MediaKind::ExternalVideo => Self::ExternalVideo(ExternalVideo(shared)),
            MediaKind::Model3d => Self::Model3d(Model3d(shared)),
        }
    }
}

connection!(MediaConnection, MediaEdge, Media, "media");

/// An image among the media of a product.
#[derive(Clone, Debug, Description)]
pub struct MediaImage(Arc<product::Media>);

impl MediaImage {
    /// Wraps a stored picture.
    pub fn new(media: &product::Media) -> Self {
        Self(Arc::new(media.clone()))
    }
}

#[Object(use_type_description)]
impl MediaImage {
    /// Alternative text.
    pub async fn alt(&self) -> Option<&str> {
        self.0.alt.as_deref()
    }

    /// Global id.
    pub async fn id(&self) -> ID {
        self.0.id.gid()
    }

    /// The image.
    async fn image(&self) -> Option<Image> {
        Some(Image(Arc::clone(&self.0)))
    }

    /// Type of the medium.
    pub async fn media_content_type(&self) -> MediaContentType {
        MediaContentType::Image
    }

    /// Preview image, which is the image itself.
    pub async fn preview_image(&self) -> Option<Image> {
        Some(Image(Arc::clone(&self.0)))
    }
}

/// A video served by the shop.
#[derive(Clone, Debug, Description)]
pub struct Video(Arc<product::Media>);

/// A file of a video.
#[derive(Clone, Debug, SimpleObject)]
pub struct VideoSource {
    /// File name extension, such as `mp4`.
    format: String,
    /// Height in pixels; 0 if unknown.
    height: i32,
    /// Media type.
    mime_type: String,
    /// URL.
    url: String,
    /// Width in pixels; 0 if unknown.
    width: i32,
}

#[Object(use_type_description)]
impl Video {
    /// Alternative text.
    pub async fn alt(&self) -> Option<&str> {
        self.0.alt.as_deref()
    }

    /// Global id.
    pub async fn id(&self) -> ID {
        ids::gid("Video", self.0.id.0)
    }

    /// Type of the medium.
    pub async fn media_content_type(&self) -> MediaContentType {
        MediaContentType::Video
    }

    /// Preview image.
    pub async fn preview_image(&self) -> Option<Image> {
        self.0.preview.as_deref().map(Image::new)
    }

    /// Files of the video.
    async fn sources(&self, ctx: &Context<'_>) -> List<VideoSource> {
        let format = file_ending(&self.0.source).unwrap_or("mp4").to_owned();
        let url = media_url::media_address(ctx.app(), &self.0.source, Transform::default());
        vec![VideoSource {
            mime_type: format!("video/{format}"),
            format,
            height: self.0.height.unwrap_or(0),
            url,
            width: self.0.width.unwrap_or(0),
        }]
        .into()
    }
}

/// A video on another site.
#[derive(Clone, Debug, Description)]
pub struct ExternalVideo(Arc<product::Media>);

#[Object(use_type_description)]
impl ExternalVideo {
    /// Alternative text.
    pub async fn alt(&self) -> Option<&str> {
        self.0.alt.as_deref()
    }

    /// URL to embed in a frame.
    async fn embed_url(&self) -> Url {
        Url(self.0.source.clone())
    }

    /// URL to embed in a frame.
    #[graphql(deprecation = "Use `originUrl`.")]
    async fn embedded_url(&self) -> Url {
        Url(self.0.source.clone())
    }

    /// Site that hosts the video.
    async fn host(&self) -> MediaHost {
        if self.0.source.contains("vimeo") {
            MediaHost::Vimeo
        } else {
            MediaHost::Youtube
        }
    }

    /// Global id.
    pub async fn id(&self) -> ID {
        ids::gid("ExternalVideo", self.0.id.0)
    }

    /// Type of the medium.
    pub async fn media_content_type(&self) -> MediaContentType {
        MediaContentType::ExternalVideo
    }

    /// URL of the video's page.
    async fn origin_url(&self) -> Url {
        Url(self.0.source.clone())
    }

    /// Preview image.
    pub async fn preview_image(&self) -> Option<Image> {
        self.0.preview.as_deref().map(Image::new)
    }
}

/// A 3D model.
#[derive(Clone, Debug, Description)]
pub struct Model3d(Arc<product::Media>);

#[Object(use_type_description)]
impl Model3d {
    /// Alternative text.
    pub async fn alt(&self) -> Option<&str> {
        self.0.alt.as_deref()
    }

    /// Global id.
    pub async fn id(&self) -> ID {
        ids::gid("Model3d", self.0.id.0)
    }

    /// Type of the medium.
    pub async fn media_content_type(&self) -> MediaContentType {
        MediaContentType::Model3d
    }

    /// Preview image.
    pub async fn preview_image(&self) -> Option<Image> {
        self.0.preview.as_deref().map(Image::new)
    }
}

/// File name extension in a URL.
fn file_ending(source: &str) -> Option<&str> {
    let path = source.split(['?', '#']).next()?;
    let (_, ending) = path.rsplit_once('/')?.1.rsplit_once('.')?;
    Some(ending)
}

/// Sort orders for the images of a product.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProductImageSortKeys {
    /// By the time they were added, oldest first.
    CreatedAt,
    /// By id.
    Id,
    /// As arranged by the merchant.
    Position,
    /// As arranged by the merchant, because there is no search here.
    Relevance,
}

/// Sort orders for the media of a product.
#[derive(Enum, Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProductMediaSortKeys {
    /// By id.
    Id,
    /// As arranged by the merchant.
    Position,
    /// As arranged by the merchant, because there is no search here.
    Relevance,
}

/// A page of a product's images. Ids grow with time, so sorting by id also sorts by creation date.
pub(super) fn image_page(
    row: &product::Model,
    by_id: bool,
    reverse: bool,
    page: &RequestedPage<ListPosition>,
) -> ImageConnection {
    let media = row.media.0.iter();
    let images = media.filter(|medium| medium.kind == MediaKind::Image);
    let slice = media_slice(images.collect(), by_id, reverse, page);
    ImageConnection::new(slice.map(|(cursor, medium)| (cursor, Image::new(medium))))
}

/// A page of a product's media.
pub(super) fn media_page(
    row: &product::Model,
    by_id: bool,
    reverse: bool,
    page: &RequestedPage<ListPosition>,
) -> MediaConnection {
    let slice = media_slice(row.media.0.iter().collect(), by_id, reverse, page);
    MediaConnection::new(slice.map(|(cursor, medium)| (cursor, Media::new(medium))))
}

fn media_slice<'a>(
    mut media: Vec<&'a product::Media>,
    by_id: bool,
    reverse: bool,
    page: &RequestedPage<ListPosition>,
) -> souk_kernel::pagination::Slice<(String, &'a product::Media)> {
    if by_id {
        media.sort_by_key(|medium| medium.id);
    }
    if reverse {
        media.reverse();
    }
    lists::page_of_list(media, page, |medium| medium.id.0)
}

/// Reads the paging arguments of a list that is held in memory.
pub(super) fn page(
    first: Option<i32>,
    after: Option<String>,
    last: Option<i32>,
    before: Option<String>,
) -> Result<RequestedPage<ListPosition>, ApiError> {
    RequestedPage::from_arguments(first, after, last, before)
}
